/** Starts one job and stays, to be killed. Arguments: the engine, the fixture's folder, the job's spec as JSON, its storage. */
import type { JobSpec } from "../../src/core/ports/job-runtime.js";
import { copiedJobs, dockerRuntimeAt } from "./docker-runtime-fixture.js";

const [host = "", root = "", spec = "", storage] = process.argv.slice(2);
await dockerRuntimeAt(host, root, storage === "copied" ? copiedJobs(root) : {}).start(
  JSON.parse(spec) as JobSpec,
);
process.stdout.write("started\n");
setInterval(() => undefined, 60_000);
