import { z } from "zod";

const HEAD = `# Copy this file to .env and change what you need. A line that begins with # is off; every variable may be
# left out. Written from src/config.ts: WRITE_ENV_EXAMPLE=1 npx mocha test/unit/env-example.test.ts
`;

/** Documents every variable of a configuration: its description, its choices, its default. */
export function envExample(schema: z.ZodObject): string {
  const variables = Object.entries(schema.shape).map(([name, type]) =>
    variable(name, type as z.core.$ZodType),
  );
  return [HEAD, ...variables].join("\n");
}

function variable(name: string, type: z.core.$ZodType): string {
  const description = z.globalRegistry.get(type)?.description;
  if (description === undefined) throw new TypeError(`${name} has no description`);
  const { fallback, choices } = inside(type);
  const oneOf = choices === undefined ? "" : ` One of: ${choices.join(", ")}.`;
  const setting = fallback === undefined || fallback === "" ? `# ${name}=` : `${name}=${fallback}`;
  return `# ${description}${oneOf}\n${setting}\n`;
}

/** Looks through what is wrapped around a type. */
function inside(type: z.core.$ZodType): { fallback?: string; choices?: readonly string[] } {
  if (type instanceof z.ZodDefault) {
    return { ...inside(type.def.innerType), fallback: String(type.def.defaultValue) };
  }
  if (type instanceof z.ZodOptional) return inside(type.def.innerType);
  if (type instanceof z.ZodPipe) return inside(type.def.in);
  if (type instanceof z.ZodEnum) return { choices: type.options.map(String) };
  return {};
}
