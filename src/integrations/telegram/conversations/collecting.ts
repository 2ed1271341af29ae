import type { Context } from "grammy";
import type { Message } from "grammy/types";
import { isDomainError } from "../../../core/errors.js";
import type { ByteStream } from "../../../core/ports/blob-store.js";
import type { Datasets } from "../../../core/training/dataset.js";
import type { DatasetImage } from "../../../core/training/model.js";
import type { BotContext } from "../context.js";
import type { IncomingPicture } from "../files.js";
import { archiveIn } from "../incoming-archive.js";
import { clipIn, mediaIn } from "../incoming-clip.js";
import { isRepeat } from "../repeats.js";
import { say } from "../say.js";
import { isReading, mustWait, takeArchive, takeBack } from "./collecting-archive.js";
import { insist } from "./insist.js";
import { LOOKING_OVER_TAPS, lookOver } from "./looking-over.js";
import type { Fault, Outcome, Scene, Step } from "./scene.js";

/**
 * Photos come one update at a time, album or not; nobody waits for an album to end. Each is answered by the
 * count in one message, and only a photo that is not taken gets a reply.
 */
export const collectingStep: Step = {
  taps: ["done", ...LOOKING_OVER_TAPS],
  commands: /^\/(undo|deshacer)(@\w+)?$/i,
  async prompt(scene) {
    await scene.once((outer) => scene.deps.collecting.open(outer.api, scene.person, scene.draftId));
    return "stay";
  },
  async handle(scene, update) {
    const { deps, person, draftId } = scene;
    const { ctx, tap } = update;
    const { message } = ctx;
    if (message?.text !== undefined && deps.undo.isMeant(message.text)) return takeBack(scene, ctx, message);
    const lookedOver = await lookOver(scene, update);
    if (lookedOver !== undefined) return lookedOver;
    if (tap?.verb === "done") {
      if (await isReading(scene)) return mustWait(scene, ctx);
      await scene.once(async (outer) => {
        await deps.service.datasets.finishCollecting(person.actor, draftId);
        await deps.collecting.close(outer.api, person, draftId);
      });
      return "next";
    }
    const archive = message === undefined ? undefined : archiveIn(message);
    if (message !== undefined && archive !== undefined) {
      const fault = await takeArchive(scene, message, archive);
      return fault === null ? "stay" : refuse(scene, ctx, fault, archive.fileName);
    }
    const media = message === undefined ? undefined : mediaIn(message);
    if (message === undefined || media === undefined) return insist(scene, ctx, "collect-wanted");
    const fault = await scene.once((outer) => addMedia(outer, scene, media, message));
    return fault === null ? "stay" : refuse(scene, ctx, fault, media.fileName);
  },
};

/** Says why, as an answer to the very photo, and which one it was where it has a name. */
async function refuse(scene: Scene, ctx: Context, fault: Fault, fileName?: string): Promise<Outcome> {
  const { t } = scene;
  const reason = t(`error-${fault.code}`, fault.params);
  const text =
    fileName === undefined ? reason : `${t("collect-refused-file", { file: fileName })}\n${reason}`;
  const messageId = ctx.message?.message_id;
  await say(ctx, text, [], messageId === undefined ? {} : { replyTo: messageId });
  return fault.code === "not-found" || fault.code === "not-a-draft" ? "leave" : "stay";
}

async function addMedia(
  outer: BotContext,
  scene: Scene,
  media: IncomingPicture,
  message: Message,
): Promise<Fault | null> {
  const { deps, person, draftId } = scene;
  const { clips, datasets } = deps.service;
  const isClip = clipIn(message) !== undefined;
  const add: Add = isClip ? clips.add.bind(clips) : datasets.addImage.bind(datasets);
  try {
    const image = await deps.files.use(media, (open) => addOnce(outer, scene, add, media, open));
    // A photo's own text becomes its caption.
    const { caption } = message;
    if (caption !== undefined) await deps.service.captions.edit(person.actor, image.id, caption);
    await deps.verdicts.taken(outer.api, person, draftId, { image, message });
    const photo = { imageId: image.id, number: image.position, messageId: message.message_id };
    await deps.faces.taken(outer.api, person, draftId, photo);
    return null;
  } catch (error) {
    if (isClip && isDomainError(error, "image-file-too-big"))
      return { code: "clip-file-too-big", params: {} };
    if (isDomainError(error)) return { code: error.code, params: error.params };
    throw error;
  } finally {
    await deps.collecting.changed(outer.api, person, draftId);
  }
}

type Add = Datasets["addImage"];

/** Gives the image. A process that died may have added it for this very message: then it is no repeat. */
async function addOnce(
  outer: BotContext,
  { deps, person, draftId }: Scene,
  add: Add,
  media: IncomingPicture,
  open: () => Promise<ByteStream>,
): Promise<DatasetImage> {
  const { actor } = person;
  try {
    return await add(actor, draftId, { sourceId: media.uniqueId, open });
  } catch (error) {
    if (!isDomainError(error, "image-repeated") || !isRepeat(outer.update)) throw error;
    const images = await deps.service.datasets.list(actor, draftId);
    const added = images.find((image) => image.sourceId === media.uniqueId);
    if (added === undefined) throw error;
    return added;
  }
}
