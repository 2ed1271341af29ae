import { createHash } from "node:crypto";
import { DomainError } from "../errors.js";
import type { Recipe } from "../recipes/recipe.js";
import type { Actor, Consent } from "./model.js";

/**
 * The version of the words by which a person consents: a fingerprint of them in all languages together. The test of
 * the consent works it out, so that no word changes under an old version.
 */
export const CONSENT_TEXT = "4f926ab0";

/** What who starts a training agrees to. */
export interface Terms {
  /** Changes with the words of the consent and with the licence; to be given back by who agrees. */
  readonly id: string;
  /** The version of the words. */
  readonly text: string;
  readonly licence: Recipe["baseModel"]["licence"];
}

/** The terms of a training of this base model, as they are now. */
export function termsOf({ baseModel: { licence } }: Recipe): Terms {
  const all = JSON.stringify([CONSENT_TEXT, licence.name, licence.url, licence.commercial]);
  return { id: fingerprint(all), text: CONSENT_TEXT, licence };
}

/**
 * The record of a consent.
 *
 * @param accepted the id of the terms that the person was shown and agreed to
 * @throws DomainError `consent-missing` without one, `consent-outdated` where the terms are others by now
 */
export function consentTo(terms: Terms, accepted: string | undefined, actor: Actor, now: number): Consent {
  if (accepted === undefined) throw new DomainError("consent-missing");
  if (accepted !== terms.id) throw new DomainError("consent-outdated");
  const { name, url } = terms.licence;
  return { at: now, by: actor.userId, text: terms.text, licence: { name, url } };
}

/** Eight hexadecimal digits: short enough for a button, and nobody gains by another text of the same ones. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
