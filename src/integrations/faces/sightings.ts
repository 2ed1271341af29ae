import type { Candidate, FaceNetwork } from "./network.js";

/** Candidates of which it is less sure are not looked at. */
const LEAST = 0.1;
/** A face that is seen for sure. */
const SURE = 0.5;
/** More do not change a verdict. */
const GIVEN = 4;

/** Candidates that share more of their area than this (of both together) are one face. */
const SAME_FACE = 0.4;
/** A face of less than this share of the largest one's width belongs to a passer-by. */
const PASSER_BY = 0.5;

/**
 * How sure it is of each face on a picture, the surest first.
 *
 * @param squares the picture, rgb, from large to small; a smaller one is looked at where no face is sure on the larger
 */
export function facesOn(
  squares: readonly Uint8Array[],
  network: Pick<FaceNetwork, "candidates">,
): readonly number[] {
  let best: readonly number[] = [];
  for (const square of squares) {
    const faces = withoutPassersBy(distinctFaces(network.candidates(square, LEAST)));
    const seen = faces.slice(0, GIVEN).map(({ certainty }) => Math.round(certainty * 100) / 100);
    if ((seen[0] ?? 0) > (best[0] ?? 0)) best = seen;
    if ((best[0] ?? 0) >= SURE) break;
  }
  return best;
}

/** The faces among the candidates, the surest first: of several that lie on one another the surest alone. */
function distinctFaces(candidates: readonly Candidate[]): Candidate[] {
  const faces: Candidate[] = [];
  for (const candidate of candidates.toSorted((one, other) => other.certainty - one.certainty)) {
    if (faces.every((face) => overlap(face, candidate) <= SAME_FACE)) faces.push(candidate);
  }
  return faces;
}

/** Without those of people far behind the nearest one that is seen for sure. */
function withoutPassersBy(faces: readonly Candidate[]): Candidate[] {
  const widest = Math.max(0, ...faces.filter(({ certainty }) => certainty >= SURE).map(({ width }) => width));
  return faces.filter(({ width }) => width >= widest * PASSER_BY);
}

function overlap(one: Candidate, other: Candidate): number {
  const shared = (start: "left" | "top", length: "width" | "height"): number =>
    Math.max(
      0,
      Math.min(one[start] + one[length], other[start] + other[length]) - Math.max(one[start], other[start]),
    );
  const both = shared("left", "width") * shared("top", "height");
  return both / (one.width * one.height + other.width * other.height - both);
}
