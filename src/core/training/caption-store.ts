import { isDomainError } from "../errors.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import type { Caption } from "./model.js";

/** Sets a caption where many are set: an image that was removed meanwhile needs none. */
export async function setIfThere(
  datasets: DatasetRepository,
  imageId: string,
  caption: Caption,
): Promise<void> {
  try {
    await datasets.setCaption(imageId, caption);
  } catch (error) {
    if (!isDomainError(error, "not-found")) throw error;
  }
}
