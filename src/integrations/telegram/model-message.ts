import type { ModelLink } from "../../core/models/registry.js";
import { recipeById } from "../../core/recipes/index.js";
import type { TrainedModel } from "../../core/training/model.js";
import { isPublic } from "./public-address.js";
import type { Button } from "./say.js";
import { escapeHtml, type Translate } from "./texts.js";

/** A trained model with its links: a button where Telegram would open the address, else the address itself. */
export function modelMessage(
  model: TrainedModel,
  links: readonly ModelLink[],
  t: Translate,
  titleKey: "done-title" | "model-title",
): { html: string; rows: Button[][] } {
  const recipe = recipeById(model.recipeId);
  const lines = [
    t(titleKey, { name: model.name }),
    "",
    t("model-base", { model: t(`recipe-${recipe.id}`) }),
    t("model-trigger", { word: model.triggerWord }),
  ];
  const rows: Button[][] = [];
  for (const link of links) {
    lines.push("", t("model-file", { file: link.fileName, size: megabytes(link.bytes) }));
    lines.push(t("model-sha256", { sha256: link.sha256 }));
    if (isPublic(link.url)) rows.push([{ text: t("model-download"), url: link.url }]);
    else lines.push(escapeHtml(link.url));
  }
  lines.push("", ...useLines(model, recipe.family, t), t("model-link-term"));
  if (recipe.demonstration) lines.push("", t("demonstration-note"));
  return { html: lines.join("\n"), rows };
}

/** Where the file goes, and what to write in the prompt. */
function useLines({ triggerWord: word, files }: TrainedModel, family: string, t: Translate): string[] {
  const lines = [t("model-use-comfyui", { word })];
  const file = files[0]?.fileName.replace(/\.safetensors$/, "") ?? "";
  if (family === "sdxl") lines.push(t("model-use-a1111", { file, word }));
  // A1111 itself loads no FLUX; its successor does.
  if (family === "flux") lines.push(t("model-use-forge", { file, word }));
  return lines;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(bytes < 10_000_000 ? 2 : 0);
}
