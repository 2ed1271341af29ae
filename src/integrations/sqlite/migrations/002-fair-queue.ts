/*
 * What a fair queue asks: whose a waiting training is, what its owner holds now, and when they last held a slot.
 */
export const fairQueue = `
-- A training that ended without a worker (cancelled in the queue) was nobody's turn.
ALTER TABLE trainings ADD COLUMN slot_ended_at AS
  (CASE WHEN doc ->> '$.job.id' IS NOT NULL THEN doc ->> '$.endedAt' END);
DROP INDEX trainings_queue;
CREATE INDEX trainings_queue ON trainings (status, queued_at, id, recipe_id, owner_id);
CREATE INDEX trainings_held ON trainings (owner_id) WHERE worker_id IS NOT NULL;
CREATE INDEX trainings_turn ON trainings (owner_id, slot_ended_at) WHERE slot_ended_at IS NOT NULL;
`;
