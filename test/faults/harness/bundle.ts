import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const PROJECT = fileURLToPath(new URL("../../../", import.meta.url));
/** What loads native parts or files of its own. */
const NOT_BUNDLED = ["sharp", "libsql", "dockerode", "grammy", "@grammyjs/*"];
const BANNER = [
  // Under a name that no module of the bundle has.
  'import { createRequire as requireOfTheBundle } from "node:module";',
  "const require = requireOfTheBundle(import.meta.url);",
].join("\n");

/** The program as one file: it is up in a fifth of the time, and a harness starts it some hundred times. */
export interface Bundle {
  readonly main: string;
  remove(): Promise<void>;
}

/** Two folders below the project's, as the sources are: from there the program finds its locales and the trainer. */
export async function bundleProgram(): Promise<Bundle> {
  const folder = join(PROJECT, "dist", `faults-${process.pid}`);
  await mkdir(folder, { recursive: true });
  const main = join(folder, "main.mjs");
  await build({
    entryPoints: [join(PROJECT, "src", "main.ts")],
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    outfile: main,
    external: NOT_BUNDLED,
    banner: { js: BANNER },
    logLevel: "error",
  });
  return { main, remove: () => rm(folder, { recursive: true, force: true }) };
}
