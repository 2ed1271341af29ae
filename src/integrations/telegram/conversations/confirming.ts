import { QUALITIES, SUBJECTS, type Options } from "../../../core/training/model.js";
import { draftButton } from "../callback-data.js";
import { confirmationCard } from "../confirmation-card.js";
import { replace, say } from "../say.js";
import type { Outcome, Scene, Step, StepUpdate } from "./scene.js";

/** Everything on one card; Start is the last tap. */
export const confirmingStep: Step = {
  async prompt(scene, ctx) {
    const { html, rows } = await scene.once(() => loadCard(scene));
    await say(ctx, html, rows);
  },
  async handle(scene, update) {
    const { ctx, tap } = update;
    const { deps, person, draftId, t } = scene;
    switch (tap?.verb) {
      case "start":
        return start(scene);
      case "subject":
      case "quality": {
        const change = optionChange(tap.verb, tap.argument);
        if (change === undefined) return "stay";
        await scene.once(() => deps.service.drafts.setOptions(person.actor, draftId, change));
        await refresh(scene, update);
        return "stay";
      }
      case "more-photos":
        await scene.once(() => deps.service.datasets.collectMore(person.actor, draftId));
        return "next";
      case "captions":
        await scene.once(() => deps.service.captions.reopen(person.actor, draftId));
        return "next";
      default:
        await say(ctx, t("confirm-wanted"), [[{ text: t("confirm-start"), data: draftButton(draftId, "start") }]]);
        return "stay";
    }
  },
};

async function loadCard(scene: Scene): Promise<ReturnType<typeof confirmationCard>> {
  const { deps, person, draftId, t } = scene;
  const ready = await deps.service.confirmation.validate(person.actor, draftId);
  const quote = await deps.service.confirmation.quote(person.actor, draftId);
  return confirmationCard(ready, quote, t);
}

async function refresh(scene: Scene, update: StepUpdate): Promise<void> {
  const message = update.ctx.callbackQuery?.message;
  if (message === undefined) return;
  await scene.once(async (outer) => {
    const { html, rows } = await loadCard(scene);
    await replace(outer.api, message.chat.id, message.message_id, html, rows);
  });
}

async function start(scene: Scene): Promise<Outcome> {
  const { deps, person, draftId } = scene;
  await scene.once(async () => {
    const training = await deps.service.confirmation.confirm(person.actor, draftId);
    await deps.progress.open(training);
  });
  return "leave";
}

function optionChange(verb: "subject" | "quality", value: string): Partial<Options> | undefined {
  const subject = SUBJECTS.find((candidate) => candidate === value);
  const quality = QUALITIES.find((candidate) => candidate === value);
  if (verb === "subject" && subject !== undefined) return { subject };
  if (verb === "quality" && quality !== undefined) return { quality };
  return undefined;
}
