import type { Api } from "grammy";
import { CaptionReview } from "../caption-review.js";
import type { Scene } from "./scene.js";

/** The review of a scene's captions. */
export function pagesOf(scene: Scene, api: Api): CaptionReview {
  const { deps, person, draftId, t } = scene;
  return new CaptionReview({ ...deps, api, t }, person, draftId);
}
