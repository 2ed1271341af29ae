#!/usr/bin/env node
/**
 * The one door of all commands (`npm test`, `npm start`, `npm run demo`, `faults`, `bench`, `transcript`,
 * `migrate-store`, `reconcile`): checks Node, installs the npm packages where they are missing or old, and runs the command. It
 * uses nothing but Node itself, so that it works on a fresh clone.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, statfsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const MARKER = join(ROOT, "node_modules", ".darkroom-lock");
const NEEDED_NODE = [20, 19];
/** Measured: 383 MB of packages; npm needs as much again while it unpacks. */
const NEEDED_MB = 900;

/** What each command runs once the packages are there. */
const COMMANDS = {
  demo: ["--import", "tsx", "test/demo/main.ts"],
  test: ["--import", "tsx", "scripts/check.ts"],
  faults: ["--import", "tsx", "test/faults/main.ts"],
  bench: ["--import", "tsx", "test/bench/main.ts"],
  transcript: ["--import", "tsx", "test/transcript/main.ts"],
  start: ["dist/main.js"],
  "migrate-store": ["dist/migrate-store.js"],
  reconcile: ["dist/reconcile.js"],
};

const [name = "", ...rest] = process.argv.slice(2);
const command = COMMANDS[name];
if (command === undefined) stop(`usage: node scripts/run.mjs ${Object.keys(COMMANDS).join("|")}`);
checkNode();
installPackages();
if (command[0].startsWith("dist/")) build();
run([...command, ...rest]);

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [neededMajor, neededMinor] = NEEDED_NODE;
  if (major > neededMajor || (major === neededMajor && minor >= neededMinor)) return;
  stop(
    `Darkroom needs Node ${NEEDED_NODE.join(".")} or newer; this is ${process.versions.node}.\n` +
      "Get it from nodejs.org, or with nvm: nvm install 22",
  );
}

function installPackages() {
  const lock = createHash("sha256")
    .update(readFileSync(join(ROOT, "package-lock.json")))
    .digest("hex");
  if (existsSync(MARKER) && readFileSync(MARKER, "utf8") === lock) return;
  const { bavail, bsize } = statfsSync(ROOT);
  const freeMb = Math.floor((bavail * bsize) / 1e6);
  if (freeMb < NEEDED_MB)
    stop(`The npm packages need ${NEEDED_MB} MB of disk; ${freeMb} MB are free. Make room.`);
  say("Installing the npm packages (once, about half a minute) …");
  const result = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: ROOT,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (result.error !== undefined)
    stop(`npm could not be started (${result.error.message}). It comes with Node.`);
  if (result.status !== 0) {
    stop(
      "npm could not install the packages; its reason stands above. Is the network there? Then try again.",
    );
  }
  writeFileSync(MARKER, lock);
}

function build() {
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const result = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], {
    cwd: ROOT,
    stdio: "inherit",
  });
  if (result.status !== 0) stop("The build failed; the reason stands above.");
}

/** Runs the command in this terminal, hands signals on and ends as it ends. */
function run(args) {
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("exit", (code, signal) => {
    process.exitCode = code ?? (signal === null ? 1 : 128);
  });
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

/** @returns {never} */
function stop(text) {
  say(text);
  process.exit(1);
}
