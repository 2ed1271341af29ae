import { isAbsolute, join, relative, sep } from "node:path";

/** A folder of this program, and where the engine's host has it. */
export interface PathMapping {
  readonly here: string;
  readonly onEngine: string;
}

/**
 * The path under which the engine sees a folder of this program. They differ when the bot runs in a container
 * itself: mounts are resolved on the engine's host.
 */
export function enginePath(path: string, mappings: readonly PathMapping[]): string {
  for (const { here, onEngine } of [...mappings].sort((a, b) => b.here.length - a.here.length)) {
    const inside = relative(here, path);
    if (inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside))
      return join(onEngine, inside);
  }
  return path;
}
