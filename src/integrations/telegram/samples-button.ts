import { InputFile, InputMediaBuilder } from "grammy";
import type { Training } from "../../core/training/model.js";
import type { TrainingService } from "../../core/training/service.js";
import { trainingButton } from "./callback-data.js";
import type { BotContext } from "./context.js";
import { patiently } from "./patiently.js";
import type { Button } from "./say.js";
import type { Translate } from "./texts.js";

/** The button that sends the samples of all steps; none while there are no samples. */
export function samplesButtons({ id, samples = [] }: Training, t: Translate): Button[][] {
  return samples.length === 0 ? [] : [[{ text: t("card-samples"), data: trainingButton(id, "samples") }]];
}

/**
 * Sends the samples of all steps as pictures of their own.
 *
 * @returns what to answer the tap with, if there are none
 * @throws DomainError `not-found`, `not-yours`, `storage-failed`
 */
export async function showSamples(
  ctx: BotContext,
  service: TrainingService,
  trainingId: string,
): Promise<string | undefined> {
  const sheets = await service.pictures.ofSamples(ctx.person.actor, trainingId);
  const [first, ...others] = sheets;
  if (first === undefined) return ctx.t("samples-none");
  await patiently(async () => {
    if (others.length === 0) await ctx.replyWithPhoto(new InputFile(first, "samples.jpg"));
    else {
      const album = sheets.map((jpeg, index) =>
        InputMediaBuilder.photo(new InputFile(jpeg, `samples-${index + 1}.jpg`)),
      );
      await ctx.replyWithMediaGroup(album);
    }
  });
  return undefined;
}
