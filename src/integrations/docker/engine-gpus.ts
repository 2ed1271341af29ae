import { randomUUID } from "node:crypto";
import { GPU_QUERY, parseGpus, type Gpu } from "../../core/ports/slots.js";
import type { Engine } from "./engine.js";
import { ifStatus } from "./engine-errors.js";
import { readFrames } from "./log-frames.js";

const PROBE_TIMEOUT_MS = 60_000;
const PROBE_LABEL = "org.darkroom.gpu-probe";
/** Older ones were left by a program that died. */
const OLD_PROBE_MS = 5 * 60_000;

/**
 * The NVIDIA GPUs that the engine can give to containers. Engines do not tell, so a container that asks for
 * all of them is started; the container toolkit puts nvidia-smi into it.
 *
 * @param image any image that the engine has
 */
export async function queryEngineGpus(engine: Engine, image: string): Promise<Gpu[]> {
  await removeOldProbes(engine);
  const container = await engine.ask((abortSignal) =>
    engine.docker.createContainer({
      name: `darkroom-gpu-probe-${randomUUID()}`,
      Image: image,
      Labels: { [PROBE_LABEL]: "1" },
      Entrypoint: ["nvidia-smi"],
      Cmd: [...GPU_QUERY],
      Env: ["NVIDIA_DRIVER_CAPABILITIES=utility"],
      HostConfig: { NetworkMode: "none", DeviceRequests: [{ Count: -1, Capabilities: [["gpu"]] }] },
      abortSignal,
    }),
  );
  try {
    const abortSignal = AbortSignal.timeout(PROBE_TIMEOUT_MS);
    await container.start({ abortSignal });
    await container.wait({ abortSignal });
    const stream = await container.logs({ stdout: true, follow: true, abortSignal });
    let csv = "";
    for await (const { payload } of readFrames(stream as unknown as AsyncIterable<Buffer>))
      csv += payload.toString();
    return parseGpus(csv);
  } catch {
    return []; // The engine has no way to give GPUs, or there is none.
  } finally {
    await container.remove({ force: true, v: true });
  }
}

async function removeOldProbes(engine: Engine): Promise<void> {
  const filters = { label: [PROBE_LABEL] };
  const probes = await engine.ask((abortSignal) =>
    engine.docker.listContainers({ all: true, filters, abortSignal }),
  );
  for (const { Id, Created } of probes) {
    if (Created * 1000 > Date.now() - OLD_PROBE_MS) continue;
    const probe = engine.docker.getContainer(Id);
    await engine.ask((abortSignal) => probe.remove({ force: true, abortSignal }).catch(ifStatus(404, 409)));
  }
}
