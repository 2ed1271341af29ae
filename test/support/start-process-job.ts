/**
 * Starts one job and stays, to be killed. Arguments: the fixture's folder, the job's spec as JSON, and
 * "early" to print the line before the start instead of after it.
 */
import type { JobSpec } from "../../src/core/ports/job-runtime.js";
import { processRuntimeIn } from "./process-runtime-fixture.js";

const [root = "", spec = "", when = ""] = process.argv.slice(2);
if (when === "early") process.stdout.write("starting\n");
await processRuntimeIn(root).start(JSON.parse(spec) as JobSpec);
if (when !== "early") process.stdout.write("started\n");
setInterval(() => undefined, 60_000);
