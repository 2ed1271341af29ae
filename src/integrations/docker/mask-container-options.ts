import { join } from "node:path";
import type Docker from "dockerode";
import { maskCommand } from "../../core/ports/mask-output.js";
import { NO_NETWORK } from "./container-options.js";
import { entriesOf, type ArchiveEntry } from "./folder-archive.js";

/** Names the worker whose masks a container makes; the sweep of trainers does not see it. */
export const MASKS_LABEL = "org.darkroom.masks";
const IMAGES = "/job/dataset";
/** In the container; called as the folder on this host is that takes them. */
export const MASKS = "/masks/dataset";
/** The trainer's user in its image. */
const TRAINER = 10001;
/** One of 64 megapixels, the largest that is taken, takes 0.9 GiB. */
const MEMORY_BYTES = 4 * 1024 ** 3;
const PIDS_LIMIT = 512;

/** A container that reads strangers' pictures: it sees nothing but them, and has nothing to reach out with. */
export function maskContainerOptions(
  name: string,
  { image, workerId }: { readonly image: string; readonly workerId: string },
): Docker.ContainerCreateOptions {
  return {
    name,
    Image: image,
    Cmd: maskCommand(IMAGES, MASKS),
    Labels: { [MASKS_LABEL]: workerId },
    User: `${TRAINER}:${TRAINER}`,
    Env: ["HOME=/tmp"],
    Healthcheck: { Test: ["NONE"] },
    HostConfig: {
      NetworkMode: NO_NETWORK,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      Memory: MEMORY_BYTES,
      MemorySwap: MEMORY_BYTES,
      PidsLimit: PIDS_LIMIT,
      Init: true,
    },
  };
}

/** A job's images as the container gets them, and a folder that takes the masks. */
export async function* imagesOf(folder: string): AsyncGenerator<ArchiveEntry> {
  yield { name: "job", owner: TRAINER, mode: 0o755 };
  yield* entriesOf(join(folder, "dataset"), IMAGES.slice(1), TRAINER);
  yield { name: "masks", owner: TRAINER, mode: 0o755 };
  yield { name: MASKS.slice(1), owner: TRAINER, mode: 0o755 };
}
