import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export interface RunningProcess {
  readonly pid: number;
  readonly command: string;
}

/** The processes whose command line holds this text; zombies have none. */
export async function processesWith(text: string): Promise<RunningProcess[]> {
  const { stdout } = await run("ps", ["-axww", "-o", "pid=,args="], { maxBuffer: 64 * 1024 * 1024 });
  return stdout.split("\n").flatMap((row) => {
    const match = /^\s*(\d+)\s(.*)$/.exec(row);
    return match?.[2]?.includes(text) ? [{ pid: Number(match[1]), command: match[2] }] : [];
  });
}
