import { Schema, type SchemaDefinition } from "mongoose";
import { COMMON_ACCOUNTS, PERSONS_ACCOUNTS, POSTING_KINDS } from "../../core/points/posting.js";
import { CAPTION_STYLES } from "../../core/ports/captioner.js";
import { SUBJECTS, QUALITIES } from "../../core/training/model.js";
import { STATUSES } from "../../core/training/state.js";

/** A field that is not in its schema is a mistake of ours: it is refused, not dropped. */
const STRICT = {
  strict: "throw",
  strictQuery: "throw",
  versionKey: false,
  minimize: false,
  id: false,
} as const;

function schema(definition: SchemaDefinition, collection: string): Schema {
  return new Schema(definition, { ...STRICT, collection, autoIndex: false, autoCreate: false });
}

function part(definition: SchemaDefinition): Schema {
  return new Schema(definition, { ...STRICT, _id: false });
}

const text = { type: String };
const number = { type: Number };
/** An empty text is a value; mongoose's `required` would refuse it. */
const requiredText = { type: String, default: undefined, validate: (value: unknown) => value !== undefined };
const requiredNumber = { type: Number, required: true };
const requiredBoolean = { type: Boolean, required: true };
/** Mongoose gives arrays that are not there a default of none at all. */
const list = (of: unknown) => ({ type: [of], default: undefined });

const options = part({
  subject: { type: String, enum: SUBJECTS },
  quality: { type: String, enum: QUALITIES, required: true },
  overrides: {
    type: part({ steps: number, learningRate: number, rank: number, resolution: number, batchSize: number }),
    required: true,
  },
  captionStyle: { type: String, enum: CAPTION_STYLES },
  masks: { type: Boolean },
  samplePrompts: list(String),
});

const output = part({
  path: requiredText,
  sha256: requiredText,
  bytes: requiredNumber,
  role: requiredText,
});

const job = part({
  id: requiredText,
  workerId: requiredText,
  slotId: requiredText,
  attempt: requiredNumber,
  leaseUntil: requiredNumber,
  claimedAt: requiredNumber,
  phaseSince: number,
  startedAt: number,
  starts: number,
  outputs: list(output),
  earlier: list(part({ step: requiredNumber, files: list(output) })),
});

const training = schema(
  {
    _id: { type: String, required: true },
    ownerId: requiredText,
    channel: requiredText,
    createdAt: requiredNumber,
    updatedAt: requiredNumber,
    version: requiredNumber,
    status: { type: String, enum: STATUSES, required: true },
    name: text,
    triggerWord: text,
    recipeId: text,
    options: { type: options, required: true },
    basis: part({
      modelId: requiredText,
      name: requiredText,
      recipeId: requiredText,
      rank: requiredNumber,
      files: list(part({ blobKey: requiredText, role: requiredText })),
      trainedBy: text,
    }),
    sharedPhotos: part({ trainingId: requiredText, triggerWord: text, copied: requiredBoolean }),
    collected: requiredBoolean,
    captioned: requiredBoolean,
    imageIds: list(String),
    clips: number,
    quote: part({
      images: number,
      steps: number,
      minutes: number,
      ahead: number,
      waitMinutes: number,
      price: number,
    }),
    charge: part({
      hold: requiredText,
      points: requiredNumber,
      due: number,
      contributions: list(part({ personId: requiredText, trainingId: requiredText, photos: requiredNumber })),
    }),
    paid: number,
    consent: part({
      at: requiredNumber,
      by: requiredText,
      text: requiredText,
      licence: part({ name: requiredText, url: requiredText }),
    }),
    queuedAt: number,
    endedAt: number,
    history: list(part({ what: requiredText, at: requiredNumber })),
    seed: number,
    masks: part({ made: requiredBoolean, nobody: requiredNumber }),
    job,
    progress: part({
      phase: text,
      step: number,
      steps: number,
      loss: number,
      secondsPerStep: number,
      etaSeconds: number,
    }),
    losses: list(part({ step: requiredNumber, loss: requiredNumber })),
    samples: list(
      part({
        step: requiredNumber,
        prompt: requiredNumber,
        blobKey: requiredText,
        bytes: requiredNumber,
        sha256: requiredText,
      }),
    ),
    failure: part({ code: text, params: Schema.Types.Mixed, at: number }),
    stopAt: number,
    anew: Boolean,
    muted: Boolean,
    modelId: text,
    notices: list(part({ id: requiredText, kind: requiredText, createdAt: requiredNumber })),
    noticeAt: number,
  },
  "trainings",
)
  .index({ ownerId: 1, createdAt: -1, _id: -1 })
  .index({ status: 1, queuedAt: 1, _id: 1 })
  .index({ status: 1, "job.leaseUntil": 1 })
  .index({ status: 1, "job.workerId": 1 })
  .index({ ownerId: 1, endedAt: -1 })
  .index({ status: 1, endedAt: -1, _id: -1 })
  .index({ noticeAt: 1, _id: 1 }, { partialFilterExpression: { noticeAt: { $gte: 0 } } });

const image = schema(
  {
    _id: { type: String, required: true },
    trainingId: requiredText,
    sourceId: requiredText,
    contentHash: requiredText,
    position: requiredNumber,
    blobKey: requiredText,
    contentType: requiredText,
    width: requiredNumber,
    height: requiredNumber,
    bytes: requiredNumber,
    clip: part({
      frames: requiredNumber,
      stillKey: requiredText,
      stillBytes: requiredNumber,
      stillSha256: requiredText,
    }),
    caption: part({ text: requiredText, source: requiredText }),
    quality: part({
      sharpness: requiredNumber,
      shadows: requiredNumber,
      lights: requiredNumber,
      fingerprint: requiredText,
      flat: { type: Number },
    }),
    faces: { type: [Number], default: undefined },
    approved: { type: Boolean },
    sharedBy: text,
    addedAt: requiredNumber,
  },
  "dataset_images",
)
  .index({ trainingId: 1, position: 1 }, { unique: true })
  .index({ trainingId: 1, sourceId: 1 }, { unique: true })
  .index({ trainingId: 1, contentHash: 1 }, { unique: true });

const position = schema({ _id: { type: String, required: true }, last: number }, "dataset_positions");

const modelFile = part({
  blobKey: requiredText,
  fileName: requiredText,
  bytes: requiredNumber,
  sha256: requiredText,
  role: requiredText,
});

const model = schema(
  {
    _id: { type: String, required: true },
    trainingId: requiredText,
    ownerId: requiredText,
    name: requiredText,
    triggerWord: requiredText,
    recipeId: requiredText,
    files: list(modelFile),
    steps: requiredNumber,
    versions: list(part({ step: requiredNumber, files: list(modelFile) })),
    createdAt: requiredNumber,
  },
  "models",
)
  .index({ trainingId: 1 }, { unique: true })
  .index({ ownerId: 1, createdAt: -1, _id: -1 });

const user = schema(
  { _id: { type: String, required: true }, name: text, locale: text, createdAt: requiredNumber },
  "users",
);

const keyValue = schema(
  { namespace: requiredText, key: requiredText, value: requiredText },
  "key_values",
).index({ namespace: 1, key: 1 }, { unique: true });

const inboxUpdate = schema(
  {
    _id: requiredNumber,
    waiting: { type: Boolean },
    body: text,
    attempts: number,
    handled: Schema.Types.ObjectId,
  },
  "inbox_updates",
)
  .index({ waiting: 1, _id: 1 }, { partialFilterExpression: { waiting: true } })
  .index({ handled: 1 }, { sparse: true });

const posting = schema(
  {
    _id: { type: String, required: true },
    personId: requiredText,
    sequence: requiredNumber,
    at: requiredNumber,
    kind: { type: String, enum: POSTING_KINDS, required: true },
    lines: {
      type: part(Object.fromEntries([...PERSONS_ACCOUNTS, ...COMMON_ACCOUNTS].map((name) => [name, number]))),
      required: true,
    },
    after: { type: part({ available: requiredNumber, held: requiredNumber }), required: true },
    about: Schema.Types.Mixed,
  },
  "postings",
).index({ personId: 1, sequence: 1 }, { unique: true });

const meta = schema({ _id: { type: String, required: true }, version: requiredNumber }, "meta");

/** What each collection may hold and what it is asked by; mongoose's models are made of these. */
export const SCHEMAS = { training, image, position, model, user, keyValue, inboxUpdate, posting, meta };
