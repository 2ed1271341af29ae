import type Docker from "dockerode";
import { NO_NETWORK } from "./container-options.js";
import type { Engine } from "./engine.js";
import { ifStatus } from "./engine-errors.js";

/** The trainer's exit code for weights that it could not have. */
const WEIGHTS_MISSING = 66;

/**
 * Whether a trainer that was started without a network ended for want of weights: the cache was taken to be
 * whole and is not. Once the container has had a network, its end is final.
 */
export function lackedNetwork({ State, NetworkSettings }: Docker.ContainerInspectInfo): boolean {
  return State.ExitCode === WEIGHTS_MISSING && NO_NETWORK in NetworkSettings.Networks;
}

/** Starts such a container again, with a network. Doing it twice, also by two programs, is no error. */
export async function startOnline(
  engine: Engine,
  container: Docker.Container,
  network: string,
): Promise<void> {
  const { docker } = engine;
  // Engines say 403, 404 or 409 of a container that is (not) in the network already.
  const already = ifStatus(403, 404, 409);
  await engine.ask((abortSignal) => {
    // The library takes a signal here too; its types do not know.
    const options = { Container: container.id, abortSignal };
    return docker.getNetwork(NO_NETWORK).disconnect(options).catch(already);
  });
  await engine.ask((abortSignal) => {
    const options = { Container: container.id, abortSignal };
    return docker.getNetwork(network).connect(options).catch(already);
  });
  await engine.ask((abortSignal) => container.start({ abortSignal }).catch(ifStatus(304, 404)));
}
