import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseOptions, usage, UsageError } from "./options.js";
import { writeTranscript } from "./write.js";

/** `npm run transcript -- NAME`: plays a journey and writes the page of it. Ends with 64 where the command is wrong. */
const OUT = fileURLToPath(new URL("../../data/transcripts/", import.meta.url));

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === undefined) process.stdout.write(usage());
  else {
    const { journey, language, recipeId, out } = options;
    const playing = { journey, language, ...(recipeId === undefined ? {} : { recipeId }) };
    const written = await writeTranscript(playing, resolve(out ?? OUT));
    process.stdout.write(`page: ${shorter(written.page)}\npictures: ${shorter(written.pictures)}\n`);
  }
  // Whoever still waits for a message of the bot would keep the process alive.
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof UsageError ? 64 : 1);
}

function shorter(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere;
}
