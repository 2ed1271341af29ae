import type { DatasetImage, ImageQuality } from "./model.js";

/*
 * What each threshold was set by: 33 photographs and wallpapers that come with desktops and scientific packages, 12
 * drawings, and the same made worse. docs/verdicts.md has the figures.
 */
const THRESHOLDS = {
  /** Sharp ones measured 304 to 26,764; blurred by 1/250 of the long side, 14 to 319, and most below 150. */
  sharpness: 150,
  /** Lights of ordinary ones reach 141 and more; five stops under, 26 to 49. */
  darkLights: 60,
  /** Shadows of ordinary ones begin at 177 and lower; three stops over, those without anything dark at 214 to 255. */
  brightShadows: 225,
  /** Between shadows and lights: ordinary ones have 56 and more. */
  range: 24,
  /** Bits of 64. The two frames of a stereo camera differ by 8, other sizes and encodings by 0 to 6, strangers by 12. */
  distance: 10,
  /** Of the height by the width. Phones' screens have 2 to 2.3, cameras 1.78 at most. */
  tall: 1.9,
  /** Photographs cut to that form measured 0 to 0.05, a wallpaper 0.12, screens with a photograph on them 0.08 to 0.4. */
  flat: 0.07,
} as const;

/** A training picture is not enlarged by more than this without a word: a quarter again on each side is not seen. */
const ENLARGED = 1.25;

/** What may be wrong with an image; each is also a locale key, `fault-<code>`. */
export const FAULT_CODES = [
  "small",
  "blurred",
  "dark",
  "bright",
  "flat",
  "similar",
  "screenshot",
  "faceless",
  "faces",
] as const;
export type FaultCode = (typeof FAULT_CODES)[number];

export interface Fault {
  readonly code: FaultCode;
  /** Values for its text. */
  readonly params: Readonly<Record<string, number>>;
}

/**
 * Gives what is wrong with an image; nothing for one that is good, or that the person approved. Nothing here keeps an
 * image out: the person decides.
 *
 * @param images the dataset, by position; a near-duplicate is told of the later of two
 * @param resolution length in pixels of the side of a square with the area that is trained on
 */
export function verdictOn(image: DatasetImage, images: readonly DatasetImage[], resolution: number): Fault[] {
  if (image.approved === true) return [];
  const { width, height, quality } = image;
  const faults: Fault[] = [];
  if (Math.sqrt(width * height) * ENLARGED < resolution) {
    faults.push({ code: "small", params: { width, height, resolution } });
  }
  if (quality === undefined) return faults;
  const light = lightFault(quality);
  if (light !== undefined) faults.push({ code: light, params: {} });
  // What has no light or no contrast has no edges either: one reason is enough.
  else if (quality.sharpness < THRESHOLDS.sharpness) faults.push({ code: "blurred", params: {} });
  if (height / width >= THRESHOLDS.tall && (quality.flat ?? 0) >= THRESHOLDS.flat) {
    faults.push({ code: "screenshot", params: {} });
  }
  const number = images.find((other) => other.position < image.position && isSimilar(other, image))?.position;
  if (number !== undefined) faults.push({ code: "similar", params: { number } });
  return faults;
}

function lightFault({ shadows, lights }: ImageQuality): FaultCode | undefined {
  if (lights < THRESHOLDS.darkLights) return "dark";
  if (shadows > THRESHOLDS.brightShadows) return "bright";
  return lights - shadows < THRESHOLDS.range ? "flat" : undefined;
}

function isSimilar({ quality: one }: DatasetImage, { quality: other }: DatasetImage): boolean {
  if (one === undefined || other === undefined || one.fingerprint === "" || other.fingerprint === "")
    return false;
  return distance(one.fingerprint, other.fingerprint) <= THRESHOLDS.distance;
}

/** In how many bits two fingerprints differ. */
export function distance(one: string, other: string): number {
  let bits = 0;
  for (let at = 0; at < one.length; at += 8) {
    let differing = Number.parseInt(one.slice(at, at + 8), 16) ^ Number.parseInt(other.slice(at, at + 8), 16);
    for (; differing !== 0; differing &= differing - 1) bits++;
  }
  return bits;
}
