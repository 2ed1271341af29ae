import { DomainError } from "../errors.js";
import { SUBJECTS, type Subject } from "../training/model.js";
import type { Recipe } from "./recipe.js";

/** Whether the base model can learn it: motion is beyond a model of still pictures. */
export function suits(recipe: Recipe, subject: Subject | undefined): boolean {
  return subject === undefined || recipe.presets[subject] !== undefined;
}

/** @throws DomainError `recipe-unsuitable` */
export function checkSuits(recipe: Recipe, subject: Subject | undefined): void {
  if (!suits(recipe, subject)) throw new DomainError("recipe-unsuitable", { recipe: recipe.id });
}

/** What can be trained with these; all but motion also where there are none, since some may come. */
export function subjectsOf(recipes: readonly Recipe[]): readonly Subject[] {
  return SUBJECTS.filter(
    (subject) => subject !== "motion" || recipes.some((recipe) => suits(recipe, subject)),
  );
}
