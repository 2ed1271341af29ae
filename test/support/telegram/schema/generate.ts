import { createGenerator } from "ts-json-schema-generator";
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface MethodSchema {
  /** Name of the definition of its parameters; null where the method takes none. */
  params: string | null;
}

export interface ApiSchema {
  methods: Record<string, MethodSchema>;
  definitions: Record<string, unknown>;
}

/**
 * Makes JSON schemas of the whole Bot API from the declarations of `@gramio/types`; takes about two seconds.
 * @param folder the package's folder
 */
export function generateApiSchema(folder: string): ApiSchema {
  const generator = createGenerator({
    path: join(folder, "out", "{params,objects}.d.ts"),
    expose: "export",
    jsDoc: "none",
    skipTypeCheck: true,
    additionalProperties: false,
    encodeRefs: false,
  });
  const { definitions } = generator.createSchema("*");
  const methods = readMethods(join(folder, "out", "methods.d.ts"));
  return { methods, definitions: asSentOverHttp(definitions ?? {}) };
}

const METHOD = /^ +(\w+): CallAPI(?:WithOptionalParams|WithoutParams)?<\s*(?:Params\.(\w+))?/gm;

/** Reads the method names and the names of their parameter types from the interface `APIMethods`. */
function readMethods(file: string): Record<string, MethodSchema> {
  const found = [...readFileSync(file, "utf8").matchAll(METHOD)];
  if (found.length === 0) throw new Error(`no methods found in ${file}: has its form changed?`);
  return Object.fromEntries(found.map(([, name = "", params]) => [name, { params: params ?? null }]));
}

/** Over HTTP a file is an `attach://` name and nothing has `toString` or `toJSON`. */
function asSentOverHttp(definitions: Record<string, unknown>): Record<string, unknown> {
  const wire = dropMethodObjects(definitions) as Record<string, unknown>;
  return { ...wire, TelegramInputFile: { type: "string", pattern: "^attach://" } };
}

function dropMethodObjects(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.filter((item) => !isMethodObject(item)).map(dropMethodObjects);
  if (typeof schema !== "object" || schema === null) return schema;
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, dropMethodObjects(value)]));
}

function isMethodObject(schema: unknown): boolean {
  if (typeof schema !== "object" || schema === null || !("properties" in schema)) return false;
  const names = Object.keys(schema.properties as object);
  return names.length === 1 && (names[0] === "toString" || names[0] === "toJSON");
}
