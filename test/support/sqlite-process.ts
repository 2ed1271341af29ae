/*
 * A process of its own on a SQLite file, for tests of what several processes, and killed ones, leave behind.
 * `node --import tsx sqlite-process.ts <write|claim> FILE NAME`: says "ready", waits for a line, works, and
 * prints one id a line, each only after the store has acknowledged it.
 */
import { once } from "node:events";
import { openSqlite } from "../../src/integrations/sqlite/open.js";
import { sampleClaim, sampleTraining } from "./stored-samples.js";
import type { Stores } from "../../src/core/ports/stores.js";

/** Resolves when the line has left this process. */
function say(line: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(
      `${line}
`,
      () => {
        resolve();
      },
    );
  });
}

/** Writes until it is killed: a new training, then a change of it. */
async function write({ trainings }: Stores, name: string): Promise<void> {
  for (let index = 0; ; index += 1) {
    const training = sampleTraining({ id: `${name}-${index}`, triggerWord: "x".repeat(2000) });
    await trainings.insert(training);
    await trainings.save({ ...training, name: "saved" });
    await say(training.id);
  }
}

async function claim({ trainings }: Stores, name: string): Promise<void> {
  const except: string[] = [];
  for (;;) {
    const training = await trainings.claim(sampleClaim({ workerId: name, except }));
    if (training === undefined) {
      return;
    }
    except.push(training.id);
    await say(training.id);
  }
}

const [task, file = "", name = ""] = process.argv.slice(2);
await say("ready");
await once(process.stdin, "data");
process.stdin.unref();
const stores = await openSqlite(file);
await (task === "write" ? write(stores, name) : claim(stores, name));
await stores.close();
process.exit(0);
