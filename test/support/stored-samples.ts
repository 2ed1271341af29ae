import type { Claim } from "../../src/core/ports/training-repository.js";
import type { Posting } from "../../src/core/points/posting.js";
import type { DatasetImage, TrainedModel, Training, User } from "../../src/core/training/model.js";

/** 2026-01-01T00:00:00Z: larger than 32 bits hold, as real times are. */
export const EPOCH = 1_767_225_600_000;

let made = 0;

/** An id that sorts after those made before. */
export function sampleId(prefix: string): string {
  made += 1;
  return `${prefix}${String(made).padStart(8, "0")}`;
}

export function sampleTraining(overrides: Partial<Training> = {}): Training {
  return {
    id: sampleId("t"),
    ownerId: "telegram:1",
    channel: "telegram:1",
    createdAt: EPOCH,
    updatedAt: EPOCH,
    version: 1,
    status: "DRAFT",
    options: { subject: "character", quality: "balanced", overrides: {} },
    collected: false,
    captioned: false,
    notices: [],
    ...overrides,
  };
}

export function queuedTraining(queuedAt: number, overrides: Partial<Training> = {}): Training {
  return sampleTraining({
    status: "QUEUED",
    name: "Rex",
    triggerWord: "r3x",
    recipeId: "tiny-sdxl",
    queuedAt,
    ...overrides,
  });
}

export function activeTraining(
  job: { workerId: string; leaseUntil: number; slotId?: string },
  overrides: Partial<Training> = {},
): Training {
  const status = overrides.status ?? "TRAINING";
  return queuedTraining(EPOCH, {
    ...overrides,
    status,
    job: { id: sampleId("j"), slotId: "gpu-0", attempt: 1, claimedAt: EPOCH, startedAt: EPOCH + 5, ...job },
  });
}

export function sampleClaim(overrides: Partial<Claim> = {}): Claim {
  return {
    workerId: "worker-1",
    slotId: "gpu-0",
    ownSlotIds: ["gpu-0", "gpu-1"],
    recipeIds: ["tiny-sdxl"],
    now: EPOCH + 100_000,
    leaseMs: 60_000,
    jobId: sampleId("j"),
    except: [],
    ...overrides,
  };
}

export function sampleImage(trainingId: string, overrides: Partial<DatasetImage> = {}): DatasetImage {
  const id = sampleId("i");
  return {
    id,
    trainingId,
    sourceId: `source-${id}`,
    contentHash: `hash-${id}`,
    position: 0,
    blobKey: `datasets/${trainingId}/${id}.jpg`,
    contentType: "image/jpeg",
    width: 1024,
    height: 768,
    bytes: 5_000_000_000,
    addedAt: EPOCH,
    ...overrides,
  };
}

export function sampleModel(overrides: Partial<TrainedModel> = {}): TrainedModel {
  return {
    id: sampleId("m"),
    trainingId: sampleId("t"),
    ownerId: "telegram:1",
    name: "Rex",
    triggerWord: "r3x",
    recipeId: "tiny-sdxl",
    files: [
      {
        blobKey: "models/rex.safetensors",
        fileName: "Rex.safetensors",
        bytes: 1,
        sha256: "ab",
        role: "lora",
      },
    ],
    steps: 60,
    createdAt: EPOCH,
    ...overrides,
  };
}

export function sampleUser(overrides: Partial<User> = {}): User {
  return { id: "telegram:1", name: "Ada", locale: "en", createdAt: EPOCH, ...overrides };
}

export function samplePosting(overrides: Partial<Posting> = {}): Posting {
  return {
    id: sampleId("p"),
    personId: "telegram:1",
    sequence: 1,
    at: EPOCH,
    kind: "hold",
    lines: { available: -3, held: 3 },
    after: { available: 0, held: 3 },
    about: { training: "t1" },
    ...overrides,
  };
}
