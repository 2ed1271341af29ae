import type { CaptionStyle } from "../../core/ports/captioner.js";
import { draftButton } from "./callback-data.js";
import type { Button } from "./say.js";
import type { Translate } from "./texts.js";

/** How photos without captions can get some. A style is asked for only where the base model has a choice. */
export function captionChoices(
  draftId: string,
  options: { styles: readonly CaptionStyle[]; describes: boolean; t: Translate },
): Button[][] {
  const { styles, describes, t } = options;
  const describing = styles.map((style) => ({
    text: t(
      styles.length === 1
        ? "caption-describe"
        : style === "tags"
          ? "caption-describe-tags"
          : "caption-describe-sentence",
    ),
    data: draftButton(draftId, "describe", style),
  }));
  const alone = { text: t("caption-trigger-only"), data: draftButton(draftId, "trigger-only") };
  return [...(describes ? describing.map((button) => [button]) : []), [alone]];
}
