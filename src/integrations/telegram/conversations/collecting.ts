import type { Context } from "grammy";
import type { Message } from "grammy/types";
import { isDomainError } from "../../../core/errors.js";
import type { ByteStream } from "../../../core/ports/blob-store.js";
import type { DatasetImage } from "../../../core/training/model.js";
import type { BotContext } from "../context.js";
import { pictureIn, type IncomingPicture } from "../files.js";
import { archiveIn } from "../incoming-archive.js";
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
    const moving = message?.animation ?? message?.video ?? message?.video_note;
    if (moving !== undefined) return refuse(scene, ctx, { code: "image-animated", params: {} });
    const picture = message === undefined ? undefined : pictureIn(message);
    if (message === undefined || picture === undefined) return insist(scene, ctx, "collect-wanted");
    const fault = await scene.once((outer) => addPicture(outer, scene, picture, message));
    return fault === null ? "stay" : refuse(scene, ctx, fault, picture.fileName);
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

async function addPicture(
  outer: BotContext,
  scene: Scene,
  picture: IncomingPicture,
  message: Message,
): Promise<Fault | null> {
  const { deps, person, draftId } = scene;
  try {
    const image = await deps.files.use(picture, (open) => addImage(outer, scene, picture, open));
    // A photo's own text becomes its caption.
    const { caption } = message;
    if (caption !== undefined) await deps.service.captions.edit(person.actor, image.id, caption);
    await deps.verdicts.taken(outer.api, person, draftId, { image, message });
    const photo = { imageId: image.id, number: image.position, messageId: message.message_id };
    await deps.faces.taken(outer.api, person, draftId, photo);
    return null;
  } catch (error) {
    if (isDomainError(error)) return { code: error.code, params: error.params };
    throw error;
  } finally {
    await deps.collecting.changed(outer.api, person, draftId);
  }
}

/** Gives the image. A process that died may have added it for this very message: then it is no repeat. */
async function addImage(
  outer: BotContext,
  { deps, person, draftId }: Scene,
  picture: IncomingPicture,
  open: () => Promise<ByteStream>,
): Promise<DatasetImage> {
  const { actor } = person;
  try {
    return await deps.service.datasets.addImage(actor, draftId, { sourceId: picture.uniqueId, open });
  } catch (error) {
    if (!isDomainError(error, "image-repeated") || !isRepeat(outer.update)) throw error;
    const images = await deps.service.datasets.list(actor, draftId);
    const added = images.find((image) => image.sourceId === picture.uniqueId);
    if (added === undefined) throw error;
    return added;
  }
}
