import { randomUUID } from "node:crypto";
import type Docker from "dockerode";
import type { JobSpec } from "../../core/ports/job-runtime.js";
import type { Engine } from "./engine.js";
import { ifStatus } from "./engine-errors.js";
import { containerName, LABELS, labelsOf } from "./labels.js";

/** The cache of weights on the engine; it stays when jobs go. */
const MODELS_VOLUME = "darkroom-models";
/** What nobody has made a trainer of after so long was left by a program that died; by the engine's clock. */
const ABANDONED_AFTER_MS = 30_000;

/** The volumes of one start of a job, and the container through which files go into them. */
export interface VolumeSet {
  readonly stem: string;
  /** Never started. It may write what the trainer may only read, and while it is there the volumes are in use. */
  readonly carrier: Docker.Container;
}

/**
 * The volumes that jobs have on an engine. Every start has a set of its own, so that one which breaks off, or
 * two at once, harm nobody: which of them the job is, the name of the trainer's container decides.
 */
export class JobVolumes {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** @param image any that the engine has; nothing in it is run */
  async create(spec: JobSpec, image: string): Promise<VolumeSet> {
    const stem = `${containerName(spec.jobId)}.${randomUUID().slice(0, 8)}`;
    const labels = labelsOf(spec);
    try {
      for (const name of volumesOf(stem)) await this.#createVolume(name, labels);
      await this.#createVolume(MODELS_VOLUME, {});
      return { stem, carrier: await this.#createCarrier(stem, labels, image) };
    } catch (error) {
      await this.#discardQuietly(stem);
      throw error;
    }
  }

  /** Removes the carrier. False when another program removed it before, and perhaps the volumes too. */
  async settle({ carrier }: VolumeSet): Promise<boolean> {
    return this.#removeContainer(carrier.id);
  }

  async discard({ stem }: VolumeSet): Promise<void> {
    await this.#removeContainer(carrierOf(stem));
    for (const name of volumesOf(stem)) await this.#removeVolume(name);
  }

  /** Removes what the engine keeps of a job whose container is gone. */
  async remove(jobId: string): Promise<void> {
    await this.#removeBefore(jobId, Infinity);
  }

  /** The same, but only what a program that died left behind. */
  async removeAbandoned(jobId: string): Promise<void> {
    await this.#removeBefore(jobId, Date.now() - ABANDONED_AFTER_MS);
  }

  /** Ids of the worker's jobs that have volumes. */
  async list(workerId: string): Promise<string[]> {
    const volumes = await this.#volumes(`${LABELS.worker}=${workerId}`);
    return volumes.flatMap(({ Labels }) => Labels[LABELS.job] ?? []);
  }

  async #removeBefore(jobId: string, time: number): Promise<void> {
    const label = [`${LABELS.job}=${jobId}`, LABELS.carrier];
    const carriers = await this.#engine.ask((abortSignal) =>
      this.#engine.docker.listContainers({ all: true, filters: { label }, abortSignal }),
    );
    for (const { Id, Created } of carriers) {
      if (Created * 1000 < time) await this.#removeContainer(Id);
    }
    for (const volume of await this.#volumes(`${LABELS.job}=${jobId}`)) {
      const { CreatedAt = "" } = volume as { CreatedAt?: string };
      if (time === Infinity || Date.parse(CreatedAt) < time) await this.#removeVolume(volume.Name);
    }
  }

  async #volumes(label: string): Promise<Docker.VolumeInspectInfo[]> {
    const filters = { label: [label] };
    // Null where there is none, whatever the library's types say.
    const answer: { Volumes: Docker.VolumeInspectInfo[] | null } = await this.#engine.ask((abortSignal) =>
      this.#engine.docker.listVolumes({ filters, abortSignal }),
    );
    return answer.Volumes ?? [];
  }

  /** One that is there already is left as it is. */
  async #createVolume(Name: string, Labels: Record<string, string>): Promise<void> {
    await this.#engine.ask((abortSignal) => this.#engine.docker.createVolume({ Name, Labels, abortSignal }));
  }

  async #createCarrier(
    stem: string,
    labels: Record<string, string>,
    image: string,
  ): Promise<Docker.Container> {
    return this.#engine.ask((abortSignal) =>
      this.#engine.docker.createContainer({
        name: carrierOf(stem),
        Image: image,
        Labels: { ...labels, [LABELS.carrier]: "1" },
        HostConfig: { NetworkMode: "none", Mounts: mountsOf(stem, { jobReadOnly: false }) },
        abortSignal,
      }),
    );
  }

  /** False when it was not there. */
  async #removeContainer(id: string): Promise<boolean> {
    const container = this.#engine.docker.getContainer(id);
    const gone = await this.#engine.ask((abortSignal) =>
      container
        .remove({ force: true, v: true, abortSignal })
        .then(() => true)
        .catch(ifStatus(404, 409)),
    );
    return gone === true;
  }

  /** One that a container uses stays: it belongs to another start of the job. */
  async #removeVolume(name: string): Promise<void> {
    const volume = this.#engine.docker.getVolume(name);
    await this.#engine.ask((abortSignal) => volume.remove({ abortSignal }).catch(ifStatus(404, 409)));
  }

  /** For a caller that has a first error to tell; what stays is found by the sweep. */
  async #discardQuietly(stem: string): Promise<void> {
    await this.#removeContainer(carrierOf(stem)).catch(() => undefined);
    for (const name of volumesOf(stem)) await this.#removeVolume(name).catch(() => undefined);
  }
}

/** Where a job's volumes stand in a container. */
export function mountsOf(stem: string, { jobReadOnly }: { jobReadOnly: boolean }): Docker.MountConfig {
  const [job, output] = volumesOf(stem);
  const mount = (Source: string, Target: string, ReadOnly = false): Docker.MountSettings => {
    return { Type: "volume", Source, Target, ReadOnly };
  };
  return [mount(job, "/job", jobReadOnly), mount(output, "/job/output"), mount(MODELS_VOLUME, "/models")];
}

function volumesOf(stem: string): [job: string, output: string] {
  return [`${stem}.job`, `${stem}.output`];
}

function carrierOf(stem: string): string {
  return `${stem}.carrier`;
}
