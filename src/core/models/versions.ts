import type { ModelVersion, TrainedModel } from "../training/model.js";
import { modelFileName } from "./file-name.js";

/** What there is to choose from of a model, by step: always that of its files. */
export function versionsOf({ files, steps, versions = [] }: TrainedModel): readonly ModelVersion[] {
  return versions.length === 0 ? [{ step: steps, files }] : versions;
}

/** A model with the files of another step in their place; undefined where that step was not kept. */
export function withVersion(model: TrainedModel, step: number): TrainedModel | undefined {
  const version = versionsOf(model).find((one) => one.step === step);
  return version && { ...model, files: version.files, steps: version.step };
}

/** A model of which no more than these steps are kept; the chosen one is among them. */
export function withSteps(model: TrainedModel, steps: readonly number[]): TrainedModel {
  return { ...model, versions: versionsOf(model).filter(({ step }) => steps.includes(step)) };
}

/** A model under another name, the names of all its files included. */
export function underName(model: TrainedModel, name: string): TrainedModel {
  const last = versionsOf(model).at(-1)?.step;
  const renamed = ({ step, files }: ModelVersion): ModelVersion => ({
    step,
    files: files.map((file) => ({
      ...file,
      fileName: modelFileName(name, model.recipeId, file.role, step === last ? undefined : step),
    })),
  });
  const { files } = renamed({ step: model.steps, files: model.files });
  return { ...model, name, files, ...(model.versions && { versions: model.versions.map(renamed) }) };
}
