import type { Context } from "grammy";
import type { Message } from "grammy/types";
import { isDomainError } from "../../../core/errors.js";
import type { BotContext } from "../context.js";
import { pictureIn, type IncomingPicture } from "../files.js";
import { archiveIn } from "../incoming-archive.js";
import { clipIn } from "../incoming-clip.js";
import { addOnce, followUp, refusalText, type Fault } from "../incoming-media.js";
import { isRepeat } from "../repeats.js";
import { say } from "../say.js";
import { takeArchive } from "./collecting-archive.js";
import { mustWait, readBeside, takeBack } from "./collecting-beside.js";
import { takeClip } from "./collecting-clip.js";
import { insist } from "./insist.js";
import { LOOKING_OVER_TAPS, lookOver } from "./looking-over.js";
import type { Outcome, Scene, Step } from "./scene.js";

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
      const busy = await readBeside(scene);
      if (busy !== null) return mustWait(scene, ctx, busy);
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
    const clip = message === undefined ? undefined : clipIn(message);
    if (message !== undefined && clip !== undefined) {
      await takeClip(scene, message, clip);
      return "stay";
    }
    const picture = message === undefined ? undefined : pictureIn(message);
    if (message === undefined || picture === undefined) return insist(scene, ctx, "collect-wanted");
    const fault = await scene.once((outer) => addPhoto(outer, scene, picture, message));
    return fault === null ? "stay" : refuse(scene, ctx, fault, picture.fileName);
  },
};

/** Says why, as an answer to the very photo, and which one it was where it has a name. */
async function refuse(scene: Scene, ctx: Context, fault: Fault, fileName?: string): Promise<Outcome> {
  const { t, deps, draftId } = scene;
  const { message } = ctx;
  const options = message === undefined ? {} : { replyTo: message.message_id };
  const how = await scene.once(() =>
    Promise.resolve(message === undefined ? "tell" : deps.refusals.next(draftId, fault.code, message)),
  );
  if (how === "tell") await say(ctx, refusalText(t, fault, fileName), [], options);
  if (how === "last") await say(ctx, t("collect-refused-more"), [], options);
  return fault.code === "not-found" || fault.code === "not-a-draft" ? "leave" : "stay";
}

async function addPhoto(
  outer: BotContext,
  { deps, person, draftId }: Scene,
  picture: IncomingPicture,
  message: Message,
): Promise<Fault | null> {
  const { service } = deps;
  const add = service.datasets.addImage.bind(service.datasets);
  const once = { service, add, again: isRepeat(outer.update) };
  try {
    const image = await deps.files.use(picture, (open) =>
      addOnce(once, person.actor, draftId, { sourceId: picture.uniqueId, open }),
    );
    await followUp(deps, outer.api, person, draftId, { image, message });
    return null;
  } catch (error) {
    if (isDomainError(error)) return { code: error.code, params: error.params };
    throw error;
  } finally {
    await deps.collecting.came(outer.api, person, draftId);
  }
}
