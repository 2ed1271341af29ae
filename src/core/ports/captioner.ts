/** "sentence" for FLUX and WAN, whose text encoders read prose; "tags" where the base model was taught tags. */
export const CAPTION_STYLES = ["sentence", "tags"] as const;
export type CaptionStyle = (typeof CAPTION_STYLES)[number];

/**
 * What the trigger word shall come to mean: who or what is shown; how it looks, whatever is shown; or how somebody or
 * something moves.
 */
export type CaptionFocus = "subject" | "style" | "motion";

export interface CaptionRequest {
  /** A JPEG, at most 1,024 px on its long side. */
  readonly image: Uint8Array;
  /** The picture is one of a short video, which the caption is of. */
  readonly isFrame: boolean;
  readonly triggerWord: string;
  readonly style: CaptionStyle;
  readonly focus: CaptionFocus;
}

/** Describes a picture in English for training. */
export interface Captioner {
  /** Whether a caption says more than the trigger word, so that a menu can offer it. */
  readonly describes: boolean;
  /** @throws DomainError `captioner-unavailable` (key, quota, network; what to do is said) or `captioner-failed` */
  caption(request: CaptionRequest, signal: AbortSignal): Promise<string>;
}
