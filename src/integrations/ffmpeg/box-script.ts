/**
 * The program of the process in which FFmpeg runs, compiled to WebAssembly: it sees no file, no network and no memory
 * but its own. Arguments: the package's script and its WebAssembly, a bound of its memory in bytes, and one of its
 * processor time in seconds.
 *
 * - FFmpeg runs on this process's one thread and cannot be interrupted there. Another thread counts processor time,
 *   not hours on a clock, so that a busy machine refuses nothing; and it ends the process also when its parent died.
 * - The package is made for browsers: it asks for `self`, and takes its WebAssembly as bytes.
 */
export const BOX_SCRIPT = String.raw`
"use strict";
const { readFileSync } = require("node:fs");
const { Worker } = require("node:worker_threads");
const [, core, wasm, memory, seconds] = process.argv;

new Worker(
  "const [limit] = require('node:worker_threads').workerData;" +
    "setInterval(() => { const { user, system } = process.cpuUsage();" +
    "if ((user + system) / 1e6 > limit) process.kill(process.pid, 'SIGKILL'); }, 250);",
  { eval: true, workerData: [Number(seconds)] },
).unref();

const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * 65536 > Number(memory)) throw new RangeError("out of memory");
  return grow.call(this, pages);
};
globalThis.self = { location: { href: "file:///" } };

const NEVER = -1;
const LOG_LINES = 2000;
const ready = require(core)({ wasmBinary: readFileSync(wasm) });
const commands = {
  append(box, path, bytes) {
    const file = box.FS.open(path, "a");
    box.FS.write(file, bytes, 0, bytes.length);
    box.FS.close(file);
  },
  read: (box, path) => box.FS.readFile(path),
  run(box, program, args) {
    const lines = { stdout: [], stderr: [] };
    box.setLogger(({ type, message }) => {
      if (lines[type].length < LOG_LINES) lines[type].push(message);
    });
    box.reset();
    box.setTimeout(NEVER);
    const code = box[program](...args);
    return { code, stdout: lines.stdout.join("\n"), stderr: lines.stderr.join("\n") };
  },
};

process.on("message", async ({ id, command, args }) => {
  try {
    process.send({ id, value: commands[command](await ready, ...args) });
  } catch (error) {
    process.send({ id, error: String(error?.message ?? error).slice(0, 500) });
  }
});
process.on("disconnect", () => process.exit());
`;
