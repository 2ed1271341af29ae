import type { Api, Context } from "grammy";
import { isDomainError, type ErrorParams } from "../../../core/errors.js";
import { pictureIn, type IncomingPicture } from "../files.js";
import { say } from "../say.js";
import type { Outcome, Scene, Step } from "./scene.js";

/**
 * Photos come one update at a time, album or not; nobody waits for an album to end. Each is answered by the
 * count in one message, and only a photo that is not taken gets a reply.
 */
export const collectingStep: Step = {
  async prompt(scene) {
    await scene.once((outer) => scene.deps.collecting.open(outer.api, scene.person, scene.draftId));
  },
  async handle(scene, { ctx, tap }) {
    const { deps, person, draftId, t } = scene;
    if (tap?.verb === "done") {
      await scene.once(async (outer) => {
        await deps.service.datasets.finishCollecting(person.actor, draftId);
        await deps.collecting.close(outer.api, person, draftId);
      });
      return "next";
    }
    const picture = ctx.message === undefined ? undefined : pictureIn(ctx.message);
    if (picture === undefined) {
      await say(ctx, t("collect-wanted"));
      return "stay";
    }
    return take(scene, ctx, picture);
  },
};

interface Fault {
  readonly code: string;
  readonly params: ErrorParams;
}

async function take(scene: Scene, ctx: Context, picture: IncomingPicture): Promise<Outcome> {
  const fault = await scene.once((outer) => addPicture(outer.api, scene, picture, ctx.message?.caption));
  if (fault === null) return "stay";
  const { t } = scene;
  const reason = t(`error-${fault.code}`, fault.params);
  const text =
    picture.fileName === undefined ? reason : `${t("collect-refused-file", { file: picture.fileName })}\n${reason}`;
  const messageId = ctx.message?.message_id;
  await say(ctx, text, [], messageId === undefined ? {} : { replyTo: messageId });
  return fault.code === "not-found" || fault.code === "not-a-draft" ? "leave" : "stay";
}

/** A photo's own caption becomes its caption in the dataset. */
async function addPicture(
  api: Api,
  scene: Scene,
  picture: IncomingPicture,
  caption: string | undefined,
): Promise<Fault | null> {
  const { deps, person, draftId } = scene;
  try {
    const image = await deps.service.datasets.addImage(person.actor, draftId, {
      sourceId: picture.uniqueId,
      open: () => deps.files.open(picture),
    });
    if (caption !== undefined) await deps.service.captions.edit(person.actor, image.id, caption);
    return null;
  } catch (error) {
    if (isDomainError(error)) return { code: error.code, params: error.params };
    throw error;
  } finally {
    deps.collecting.changed(api, person, draftId);
  }
}
