import type { Training } from "../../core/training/model.js";

/**
 * What is known of a training, once its job tells of it. A job tells of it as it had it in hand: what its person has
 * asked for since stands in the record of a higher version.
 */
export function told(known: Training, news: Training): Training {
  return known.version <= news.version ? news : withProgressOf(known, news);
}

/** A record with how far a job has come by what it tells: a record is some seconds behind. */
export function withProgressOf(record: Training, heard: Training | undefined): Training {
  const { progress, losses, samples } = heard ?? {};
  return { ...record, ...(progress && { progress }), ...(losses && { losses }), ...(samples && { samples }) };
}
