import type { RawParams } from "../wire.js";

interface Schema {
  $ref?: string;
  type?: string | string[];
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
}

export type Definitions = Record<string, unknown>;

/**
 * Turns the strings of a form or a query into what the schema wants: numbers, booleans, JSON objects and lists.
 * A string that does not fit stays a string, so that validation names the parameter.
 */
export function coerceForm(params: RawParams, schemaName: string, definitions: Definitions): RawParams {
  const properties = resolve({ $ref: `#/definitions/${schemaName}` }, definitions).properties ?? {};
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      const schema = properties[name];
      if (schema === undefined || typeof value !== "string") return [name, value];
      return [name, coerceValue(value, wantedTypes(schema, definitions))];
    }),
  );
}

function coerceValue(value: string, wanted: ReadonlySet<string>): unknown {
  if ((wanted.has("number") || wanted.has("integer")) && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (wanted.has("boolean") && /^(true|false|1|0)$/i.test(value)) return /^(true|1)$/i.test(value);
  if ((wanted.has("object") || wanted.has("array")) && /^\s*[[{]/.test(value)) return parseJson(value);
  return value;
}

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value; // not JSON: the schema check says which parameter is wrong
  }
}

function wantedTypes(schema: Schema, definitions: Definitions): Set<string> {
  const resolved = resolve(schema, definitions);
  const own = typeof resolved.type === "string" ? [resolved.type] : (resolved.type ?? []);
  return new Set([
    ...own,
    ...(resolved.anyOf ?? []).flatMap((option) => [...wantedTypes(option, definitions)]),
  ]);
}

function resolve(schema: Schema, definitions: Definitions): Schema {
  const name = schema.$ref?.replace("#/definitions/", "");
  return name === undefined ? schema : resolve(definitions[name] as Schema, definitions);
}
