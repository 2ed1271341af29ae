import type { ReadyDraft } from "../../core/training/confirmation.js";
import { MAX_SAMPLE_PROMPTS, samplePromptId, samplePromptsOf } from "../../core/training/sample-prompts.js";
import { draftButton } from "./callback-data.js";
import type { Shown } from "./confirmation-card.js";
import type { Button } from "./say.js";
import type { Translate } from "./texts.js";

/** What the trainer will draw, with what can be done about it. */
export function promptsScreen({ training }: ReadyDraft, t: Translate): Shown {
  const chosen = training.options.samplePrompts ?? [];
  const button = buttonOf(training.id);
  const each = chosen.map((prompt, index): Button[] => [
    {
      text: `${t("prompts-edit")} ${index + 1}`,
      data: draftButton(training.id, "prompt-edit", samplePromptId(prompt)),
    },
    {
      text: `${t("prompts-drop")} ${index + 1}`,
      data: draftButton(training.id, "prompt-drop", samplePromptId(prompt)),
    },
  ]);
  const propose = button(t("prompts-propose"), "propose", 0);
  const add = chosen.length < MAX_SAMPLE_PROMPTS ? [button(t("prompts-add"), "prompt-add")] : [];
  return {
    html: [
      t("prompts-title", { max: MAX_SAMPLE_PROMPTS }),
      numbered(samplePromptsOf(training), t),
      ...(chosen.length === 0 ? [t("prompts-default")] : []),
    ].join("\n\n"),
    rows: [
      ...each,
      [...add, propose],
      ...(chosen.length === 0 ? [] : [[button(t("prompts-none"), "prompts-none")]]),
      [button(t("confirm-back"), "advanced")],
    ],
  };
}

/** Prompts made of the captions, to be taken or not. */
export function proposalScreen(
  { training }: ReadyDraft,
  proposal: { readonly prompts: readonly string[]; readonly round: number },
  t: Translate,
): Shown {
  const button = buttonOf(training.id);
  const back = training.options.samplePrompts === undefined ? "advanced" : "prompts";
  return {
    html: [
      t("prompts-title", { max: MAX_SAMPLE_PROMPTS }),
      t("prompts-proposed"),
      numbered(proposal.prompts, t),
    ].join("\n\n"),
    rows: [
      [button(t("prompts-take"), "prompt-take", proposal.round)],
      [button(t("prompts-add"), "prompt-add"), button(t("prompts-propose"), "propose", proposal.round + 1)],
      [button(t("confirm-back"), back)],
    ],
  };
}

/** Asks for a prompt; for another one in the place of one. */
export function promptQuestion({ training }: ReadyDraft, edited: string | undefined, t: Translate): Shown {
  const html = edited === undefined ? t("prompts-ask") : t("prompts-ask-edit", { prompt: edited });
  return { html, rows: [[buttonOf(training.id)(t("confirm-back"), "prompts")]] };
}

function numbered(prompts: readonly string[], t: Translate): string {
  return prompts.map((prompt, index) => t("prompts-line", { number: index + 1, prompt })).join("\n");
}

function buttonOf(draftId: string): (text: string, verb: string, argument?: string | number) => Button {
  return (text, verb, argument) => ({ text, data: draftButton(draftId, verb, argument) });
}
