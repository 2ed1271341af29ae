import { readFileSync } from "node:fs";
import { join } from "node:path";

/** As package.json has it. @param projectFolder where that lies */
export function programVersion(projectFolder: string): string {
  const { version } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")) as {
    version: string;
  };
  return version;
}
