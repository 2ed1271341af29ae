import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { ApiSchema } from "./generate.js";

/** Raised when generate.ts changes, so that an older cached result is not used. */
const FORMAT = 1;
const PACKAGE = "@gramio/types";

/**
 * The schemas of the installed `@gramio/types`, made once a version and kept under node_modules/.cache.
 * @throws Error where the package is not installed
 */
export async function loadApiSchema(): Promise<ApiSchema> {
  const modules = findModules();
  const folder = join(modules, PACKAGE);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string };
  const cached = join(modules, ".cache", "bot-api-schema", `${version}-${FORMAT}.json`);
  if (existsSync(cached)) return JSON.parse(readFileSync(cached, "utf8")) as ApiSchema;
  // The generator loads the TypeScript compiler: only when there is something to generate.
  const { generateApiSchema } = await import("./generate.js");
  const schema = generateApiSchema(folder);
  store(cached, schema);
  return schema;
}

function findModules(): string {
  const folders = createRequire(import.meta.url).resolve.paths(PACKAGE) ?? [];
  const found = folders.find((folder) => existsSync(join(folder, PACKAGE, "package.json")));
  if (!found) throw new Error(`${PACKAGE} is not installed: run npm install`);
  return found;
}

/** Two test processes may generate at once: each writes its own file and the rename is atomic. */
function store(file: string, schema: ApiSchema): void {
  mkdirSync(dirname(file), { recursive: true });
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, JSON.stringify(schema));
  renameSync(partial, file);
}
