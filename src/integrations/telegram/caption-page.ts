import { isClip } from "../../core/training/clips.js";
import type { DatasetImage } from "../../core/training/model.js";
import { draftButton } from "./callback-data.js";
import { cut } from "./cut.js";
import type { Button } from "./say.js";
import type { Translate } from "./texts.js";

/** Telegram's caption bound is 1,024 characters; the page's own words take the rest. */
const SHOWN_CHARACTERS = 800;

/** What a page of the review says. */
export function pageText(image: DatasetImage, images: readonly DatasetImage[], t: Translate): string {
  const number = images.findIndex((candidate) => candidate.id === image.id) + 1;
  const caption = cut(image.caption?.text ?? "", SHOWN_CHARACTERS);
  // Its own number, by which the contact sheet shows it, is another once photos were removed.
  const named = image.position === number ? "" : ` · #${image.position}`;
  const mark = isClip(image) ? `${named} · 🎬` : named;
  return t("caption-page", { number, total: images.length, mark, caption });
}

/** The buttons under a page. */
export function pageRows(
  image: DatasetImage,
  images: readonly DatasetImage[],
  { t, describes }: { t: Translate; describes: boolean },
): Button[][] {
  const at = images.findIndex((candidate) => candidate.id === image.id);
  const around = (offset: number): number =>
    images[(at + offset + images.length) % images.length]?.position ?? image.position;
  const button = (key: string, verb: string, argument: number | string = ""): Button => ({
    text: t(key),
    data: draftButton(image.trainingId, verb, argument),
  });
  const edit = [button("caption-edit", "edit", image.position)];
  if (describes) edit.push(button("caption-redo", "redo", image.position));
  return [
    [button("caption-previous", "page", around(-1)), button("caption-next", "page", around(1))],
    edit,
    [button("words-find", "find"), button("words-prefix", "prefix")],
    [button("caption-done", "captions-done")],
  ];
}
