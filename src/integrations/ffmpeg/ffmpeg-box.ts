import { spawn, type ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { z } from "zod";
import { DomainError } from "../../core/errors.js";
import { BOX_SCRIPT } from "./box-script.js";

const require = createRequire(import.meta.url);
const CORE = require.resolve("@ffmpeg/core");
const WASM = require.resolve("@ffmpeg/core/wasm");

/** The largest frame that is taken is 14 MB decoded, and a decoder holds 17: three times that. */
const MEMORY_BYTES = 768 * 2 ** 20;
/** Measured: five seconds of 720p take five; by their pixels, those of 4K some 45. */
const CPU_SECONDS = 120;

const answerSchema = z.object({ id: z.int(), value: z.unknown().optional(), error: z.string().optional() });
const outcomeSchema = z.object({ code: z.int(), stdout: z.string(), stderr: z.string() });
/** How one of FFmpeg's programs ended; ffprobe's code says nothing. */
export type Outcome = z.infer<typeof outcomeSchema>;

interface Asked {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One FFmpeg in a process of its own, with files of its own: see {@link BOX_SCRIPT}. */
export class FfmpegBox {
  readonly #process: ChildProcess;
  readonly #asked = new Map<number, Asked>();
  readonly #ended: Promise<void>;
  #over: Error | undefined;
  #lastId = 0;

  private constructor(process: ChildProcess) {
    this.#process = process;
    process.on("message", (message) => {
      this.#answer(message);
    });
    this.#ended = new Promise((resolve) => {
      process.once("error", (error) => {
        this.#end(error);
        resolve();
      });
      process.once("exit", (code, signal) => {
        this.#end(endedBy(code, signal));
        resolve();
      });
    });
  }

  /** Works with a box, which is gone afterwards whatever happens. */
  static async use<T>(work: (box: FfmpegBox) => Promise<T>, cpuSeconds = CPU_SECONDS): Promise<T> {
    const args = ["-e", BOX_SCRIPT, "--", CORE, WASM, String(MEMORY_BYTES), String(cpuSeconds)];
    const box = new FfmpegBox(
      // No variable of this program reaches it.
      spawn(process.execPath, args, {
        stdio: ["ignore", "ignore", "ignore", "ipc"],
        serialization: "advanced",
        env: {},
      }),
    );
    try {
      return await work(box);
    } finally {
      box.#process.kill("SIGKILL");
      await box.#ended;
    }
  }

  /** Adds to the end of a file of the box. @throws DomainError as {@link run} */
  async append(path: string, bytes: Uint8Array): Promise<void> {
    await this.#ask("append", path, bytes);
  }

  /** A whole file of the box. @throws DomainError as {@link run} */
  async read(path: string): Promise<Uint8Array> {
    return z.instanceof(Uint8Array).parse(await this.#ask("read", path));
  }

  /**
   * Runs one of the programs to its end.
   *
   * @throws DomainError `clip-too-slow` where its processor time ran out; `clip-unreadable` where it died
   */
  async run(program: "exec" | "ffprobe", args: readonly string[]): Promise<Outcome> {
    return outcomeSchema.parse(await this.#ask("run", program, args));
  }

  async #ask(command: string, ...args: readonly unknown[]): Promise<unknown> {
    if (this.#over !== undefined) throw this.#over;
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#process.send({ id, command, args }, (error) => {
        // Why it is not there any more, its exit tells.
        if (error !== null && !this.#process.connected) return;
        if (error !== null) this.#asked.get(id)?.reject(error);
      });
    });
  }

  #answer(message: unknown): void {
    const { id, value, error } = answerSchema.parse(message);
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (error === undefined) asked?.resolve(value);
    else asked?.reject(new DomainError("clip-unreadable", {}, { message: `FFmpeg: ${error}` }));
  }

  #end(reason: Error): void {
    this.#over = reason;
    for (const { reject } of this.#asked.values()) reject(reason);
    this.#asked.clear();
  }
}

/** Nobody but its own watch kills it while it is asked something. */
function endedBy(code: number | null, signal: NodeJS.Signals | null): DomainError {
  if (signal === "SIGKILL") return new DomainError("clip-too-slow");
  return new DomainError(
    "clip-unreadable",
    {},
    { message: `FFmpeg ended with ${signal ?? code ?? "nothing"}` },
  );
}
