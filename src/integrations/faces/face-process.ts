import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setPriority } from "node:os";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { z } from "zod";
import { FACE_PICTURE_SIDE, type FaceFinder } from "../../core/ports/face-finder.js";
import { Gate } from "../../core/training/gate.js";

/** A face that fills the large square is too large for the network; in the small one it is not. */
const SIDES = [FACE_PICTURE_SIDE, 224];
/** On a slow core that has other work; half a second is usual. */
const TIMEOUT_MS = 60_000;
/** Whoever waits for an answer to what they wrote goes first. */
const NICENESS = 10;

const PROGRAM = fileURLToPath(new URL(`./face-program${extname(import.meta.url)}`, import.meta.url));

const answer = z.array(z.number());

/** Looks for faces in a process of its own, picture by picture, so that nobody who writes to the bot waits for it. */
export class FaceProcess implements FaceFinder {
  readonly #gate = new Gate(1);
  readonly #program: () => string;
  #child: ChildProcess | undefined;
  #isClosed = false;

  /** @param program the file of what is run when it is first needed, and again where it ended */
  constructor(program = () => PROGRAM) {
    this.#program = program;
  }

  async find(jpeg: Uint8Array): Promise<readonly number[]> {
    const squares = await Promise.all(SIDES.map((side) => square(jpeg, side)));
    return this.#gate.run(() => this.#ask(squares));
  }

  /** Ends the process; nothing is looked for after that. */
  close(): void {
    this.#isClosed = true;
    this.#end();
  }

  async #ask(squares: readonly Uint8Array[]): Promise<readonly number[]> {
    const child = this.#running();
    const ended = new AbortController();
    const onExit = (code: number | null, signal: string | null): void => {
      ended.abort(new Error(`the program that looks for faces ended with ${code ?? signal}`));
    };
    child.once("exit", onExit);
    child.channel?.ref();
    try {
      const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(TIMEOUT_MS)]);
      const answered = once(child, "message", { signal });
      child.send([...squares]);
      const [message] = (await answered) as [unknown];
      return answer.parse(message);
    } catch (error) {
      // It may still be at this picture, or broken.
      this.#end();
      throw error;
    } finally {
      child.channel?.unref();
      child.removeListener("exit", onExit);
    }
  }

  #end(): void {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }

  #running(): ChildProcess {
    if (this.#isClosed) throw new Error("faces are not looked for any more");
    if (this.#child !== undefined) return this.#child;
    const child = fork(this.#program(), {
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const forget = (): void => {
      if (this.#child === child) this.#child = undefined;
    };
    child.once("error", forget);
    child.once("exit", forget);
    if (child.pid !== undefined) setPriority(child.pid, NICENESS);
    // A process that has nothing else to do ends.
    child.unref();
    this.#child = child;
    return child;
  }
}

/** In its upper left corner the picture, the rest black: so the network was taught. */
async function square(jpeg: Uint8Array, side: number): Promise<Uint8Array> {
  return sharp(jpeg)
    .resize(side, side, { fit: "contain", position: "left top", background: "black" })
    .toColourspace("srgb")
    .removeAlpha()
    .raw()
    .toBuffer();
}
