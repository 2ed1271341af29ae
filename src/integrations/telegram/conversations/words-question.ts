import { CardPlaces } from "../card-places.js";
import type { Scene } from "./scene.js";

/**
 * What the next text answers, kept where a restart finds it. `by` is the update that brought it to this: when a
 * crash has that update come again, it is not taken for the answer to the question that it led to.
 */
export interface Question {
  readonly asks: "find" | "replacement" | "prefix" | "nothing";
  /** What is to be replaced. */
  readonly find?: string;
  readonly by: number;
}

/** Remembers what was asked. */
export async function keep(scene: Scene, question: Question): Promise<void> {
  await questions(scene).write(scene.person.actor.userId, scene.draftId, question);
}

/** What was asked last in each draft. */
export function questions({ deps }: Scene): CardPlaces<Question> {
  return new CardPlaces(deps.keyValues, "caption-questions");
}
