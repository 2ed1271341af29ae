import type { Caption, DatasetImage } from "../training/model.js";

export type AddResult =
  | { readonly added: true; readonly image: DatasetImage }
  | { readonly added: false; readonly repeats: DatasetImage };

/** Images of datasets. `sourceId` and `contentHash` are each unique within a training. */
export interface DatasetRepository {
  /**
   * Adds an image at the next free position (the given position is ignored), or gives the one that it repeats.
   * Atomic: of two equal images added at once one is added.
   */
  add(image: DatasetImage): Promise<AddResult>;
  get(id: string): Promise<DatasetImage | undefined>;
  findBySource(trainingId: string, sourceId: string): Promise<DatasetImage | undefined>;
  /** All images of a training by position. */
  list(trainingId: string): Promise<DatasetImage[]>;
  count(trainingId: string): Promise<number>;
  /** Replaces a caption, whatever it was. @throws DomainError `not-found` */
  setCaption(id: string, caption: Caption): Promise<DatasetImage>;
  /** Notes that the person wants the image whatever its verdict. @throws DomainError `not-found` */
  approve(id: string): Promise<DatasetImage>;
  /** Keeps how sure it is of each face on an image. @throws DomainError `not-found` */
  setFaces(id: string, faces: readonly number[]): Promise<DatasetImage>;
  /** Gives the removed image, or undefined when it was not there. */
  remove(id: string): Promise<DatasetImage | undefined>;
  /** Gives how many were removed. */
  removeAll(trainingId: string): Promise<number>;
}
