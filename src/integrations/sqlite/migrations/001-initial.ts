/*
 * Each aggregate is one JSON document, so that it is read as it was written. The columns that queries need
 * are generated from the document and cannot say anything else than it; the indexes hold their values.
 */
export const initial = `
CREATE TABLE trainings (
  id TEXT NOT NULL PRIMARY KEY,
  doc TEXT NOT NULL,
  version AS (doc ->> '$.version'),
  owner_id AS (doc ->> '$.ownerId'),
  created_at AS (doc ->> '$.createdAt'),
  status AS (doc ->> '$.status'),
  queued_at AS (doc ->> '$.queuedAt'),
  recipe_id AS (doc ->> '$.recipeId'),
  -- Only an active training is held by a worker.
  worker_id AS (CASE WHEN doc ->> '$.status' IN ('PREPARING', 'TRAINING', 'PUBLISHING')
    THEN doc ->> '$.job.workerId' END),
  slot_id AS (doc ->> '$.job.slotId'),
  lease_until AS (CASE WHEN doc ->> '$.status' IN ('PREPARING', 'TRAINING', 'PUBLISHING')
    THEN doc ->> '$.job.leaseUntil' END),
  -- Notices are appended, so the first is the oldest.
  notice_at AS (doc ->> '$.notices[0].createdAt')
);
CREATE INDEX trainings_owner ON trainings (owner_id, created_at DESC, id DESC, status);
CREATE INDEX trainings_queue ON trainings (status, queued_at, id, recipe_id);
CREATE INDEX trainings_lease ON trainings (lease_until) WHERE lease_until IS NOT NULL;
CREATE INDEX trainings_worker ON trainings (worker_id, slot_id) WHERE worker_id IS NOT NULL;
CREATE INDEX trainings_notice ON trainings (notice_at, id) WHERE notice_at IS NOT NULL;

CREATE TABLE dataset_images (
  id TEXT NOT NULL PRIMARY KEY,
  doc TEXT NOT NULL,
  training_id AS (doc ->> '$.trainingId'),
  source_id AS (doc ->> '$.sourceId'),
  content_hash AS (doc ->> '$.contentHash'),
  position AS (doc ->> '$.position')
);
CREATE UNIQUE INDEX dataset_images_source ON dataset_images (training_id, source_id);
CREATE UNIQUE INDEX dataset_images_hash ON dataset_images (training_id, content_hash);
CREATE UNIQUE INDEX dataset_images_position ON dataset_images (training_id, position);

-- The last position given out in a training, which outlives the image that had it.
CREATE TABLE dataset_positions (
  training_id TEXT NOT NULL PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE models (
  id TEXT NOT NULL PRIMARY KEY,
  doc TEXT NOT NULL,
  training_id AS (doc ->> '$.trainingId'),
  owner_id AS (doc ->> '$.ownerId'),
  created_at AS (doc ->> '$.createdAt')
);
CREATE UNIQUE INDEX models_training ON models (training_id);
CREATE INDEX models_owner ON models (owner_id, created_at DESC, id DESC);

CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  doc TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE key_values (
  namespace TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (namespace, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE inbox_updates (
  id INTEGER NOT NULL PRIMARY KEY,
  body TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0
) STRICT;

-- In the order of handling: a platform's numbers may start anew, lower than before.
CREATE TABLE inbox_handled (
  sequence INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id INTEGER NOT NULL UNIQUE
) STRICT;
`;
