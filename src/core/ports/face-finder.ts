/** Long side in pixels of the picture that a {@link FaceFinder} is given: more tells it nothing. */
export const FACE_PICTURE_SIDE = 416;

/** Looks for human faces: on photographs, not on drawings. It never says whose they are. */
export interface FaceFinder {
  /**
   * @param jpeg of at most {@link FACE_PICTURE_SIDE} on its long side
   * @returns how sure it is of each face that it may have seen, 0 to 1, the surest first, at most four; without those
   *   of passers-by, which are far smaller than the largest
   * @throws Error where it cannot look at all
   */
  find(jpeg: Uint8Array): Promise<readonly number[]>;
}
