import { spawn } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import sharp from "sharp";
import { clip } from "../support/test-clips.js";
import { drawPhotos } from "../demo/photos.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The whole way with the real trainer, as the README's first command goes it. */
describe("npm run demo", function () {
  // The first import of the trainer's libraries on a busy machine takes most of it.
  this.timeout(300_000);

  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "darkroom-demo-test-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  for (const recipe of ["tiny-flux", "tiny-sdxl", "tiny-wan"]) {
    it(`trains ${recipe} and ends with the model's path`, async () => {
      const { code, output } = await demo("--recipe", recipe, "--steps", "12", "--keep", folder);
      expect(code, output).to.equal(0);
      const path = lastLine(output).replace("model: ", "");
      expect((await stat(path)).size).to.be.greaterThan(1000);
      expect(output)
        .to.match(/✓ SHA-256 as announced/)
        .and.to.match(/none NaN or infinite, changed/);
      expect(output).to.match(/Step 12 of 12|▓ 100%/);
    });
  }

  it("refuses by name what is no usable photo, and trains on the rest, a short video among them", async () => {
    const photos = join(folder, "own");
    const drawn = await drawPhotos(join(folder, "drawn"));
    await mkdir(photos);
    for (const [index, path] of drawn.slice(0, 5).entries())
      await copyFile(path, join(photos, `photo-${index}.jpg`));
    await copyFile(drawn[0]!, join(photos, "repeated.jpg"));
    // The real trainer learns from it, too.
    await writeFile(join(photos, "film.mp4"), await clip());
    await writeFile(join(photos, "letter.jpg"), "Dear bot, this is no picture.");
    await sharp({ create: { width: 10_000, height: 10_000, channels: 3, background: "#808080" } })
      .png()
      .toFile(join(photos, "huge.png"));
    const { code, output } = await demo(
      "--photos",
      photos,
      "--recipe",
      "tiny-wan",
      "--steps",
      "8",
      "--keep",
      folder,
    );
    expect(code, output).to.equal(0);
    for (const name of ["letter.jpg", "huge.png", "repeated.jpg"])
      expect(output).to.include(`${name} was not taken`);
    expect(output).to.include("6 photos collected").and.to.include("64 megapixels is the most");
  });

  it("says what is wrong with its options", async () => {
    expect(await demo("--recipe", "flux")).to.deep.include({ code: 64 });
    expect((await demo("--photos", join(folder, "nowhere"))).output).to.include("there is no such folder");
    expect((await demo("--steps", "many")).output).to.include("a whole number is wanted");
  });
});

async function demo(...args: string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", join(ROOT, "test/demo/main.ts"), ...args], {
      cwd: ROOT,
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    }
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ code, output });
    });
  });
}

function lastLine(output: string): string {
  return output.trimEnd().split("\n").at(-1) ?? "";
}
