import { chmod, copyFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("./fake-python.py", import.meta.url));

/** How trainings go; see fake-python.py. */
export interface TrainerBehaviour {
  readonly steps?: number;
  readonly secondsPerStep?: number;
  /** Stays before this step until behaviour changes. */
  readonly hold?: number;
  readonly exit?: number;
  readonly error?: string;
  /** Leaves the LoRAs of steps on the way, as the job asks for them. */
  readonly keepsSteps?: boolean;
  /** How `create-masks` goes, where it is not well. */
  readonly masks?: "unavailable";
  /** On so many pictures it finds nobody. */
  readonly nobody?: number;
  readonly broken?: "nan" | "unlearned";
  /** The size of the file at least. */
  readonly kilobytes?: number;
}

/** A line of the fake trainer's journal. */
export interface JournalLine {
  readonly what: "start" | "step" | "done" | "stopped" | "failed";
  readonly training: string;
  /** In its own container, where it has one. */
  readonly pid: number;
  /** The same in all lines of one process and in no others. */
  readonly life: string;
  /** The device of its slot. */
  readonly slot: string;
  /** Its job's folder. */
  readonly folder: string;
  /** Seconds since 1970. */
  readonly at: number;
  /** Of a file that is done. */
  readonly sha256?: string;
}

/** A trainer for TRAINER_PYTHON that is done in a moment and leaves a real LoRA file. */
export class FakePython {
  readonly path: string;

  /** @param folder of all its files: its image wants it as the folder of base models */
  private constructor(readonly folder: string) {
    this.path = join(folder, "python");
  }

  static async install(folder: string): Promise<FakePython> {
    await mkdir(folder, { recursive: true });
    const python = new FakePython(folder);
    await copyFile(PROGRAM, python.path);
    await chmod(python.path, 0o755);
    await python.behave({ steps: 4 });
    return python;
  }

  /** From now on, also for the step that a training is at. */
  async behave(behaviour: TrainerBehaviour): Promise<void> {
    const path = join(this.folder, "behaviour.json");
    await writeFile(`${path}.new`, JSON.stringify(behaviour));
    await rename(`${path}.new`, path);
  }

  /** Ids of the trainings for which a trainer was started, one for each start. */
  async starts(): Promise<string[]> {
    const text = await readFile(join(this.folder, "starts"), "utf8").catch(() => "");
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => line.replace(/ .*/, ""));
  }

  /** What all trainers did, in order. */
  async journal(): Promise<JournalLine[]> {
    const text = await readFile(join(this.folder, "journal"), "utf8").catch(() => "");
    return text
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line) as JournalLine);
  }
}
