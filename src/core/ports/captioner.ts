/** "sentence" for FLUX and WAN, whose text encoders read prose; "tags" where the base model was taught tags. */
export const CAPTION_STYLES = ["sentence", "tags"] as const;
export type CaptionStyle = (typeof CAPTION_STYLES)[number];

export interface CaptionRequest {
  /** A JPEG, at most 1,024 px on its long side. */
  readonly image: Uint8Array;
  readonly triggerWord: string;
  readonly style: CaptionStyle;
  /** The training is of a style, not of who or what is shown: the style itself is not described. */
  readonly isStyle: boolean;
}

/** Describes a picture in English for training. */
export interface Captioner {
  /** Whether a caption says more than the trigger word, so that a menu can offer it. */
  readonly describes: boolean;
  /** @throws DomainError `captioner-unavailable` (key, quota, network; what to do is said) or `captioner-failed` */
  caption(request: CaptionRequest, signal: AbortSignal): Promise<string>;
}
