import type { Context } from "grammy";
import type { Message } from "grammy/types";
import { say } from "../say.js";
import type { Outcome, Scene } from "./scene.js";

/** What is said to who would go on, by what is still being read beside the conversation. */
const BUSY = { archive: "collect-archive-busy", clip: "collect-clip-busy" } as const;

/** What is still being read for this draft. */
export function readBeside({ deps, draftId, once }: Scene): Promise<keyof typeof BUSY | null> {
  return once(() => {
    if (deps.archives.isReading(draftId)) return Promise.resolve("archive");
    return Promise.resolve(deps.clips.isReading(draftId) ? "clip" : null);
  });
}

/** Done before that is through would leave photos behind that come a moment later. */
export async function mustWait({ t }: Scene, ctx: Context, what: keyof typeof BUSY): Promise<Outcome> {
  await say(ctx, t(BUSY[what]));
  return "stay";
}

/** "undo": as a reply to a photo, a video or a zip, or for the last photo. */
export async function takeBack(scene: Scene, ctx: Context, message: Message): Promise<Outcome> {
  const { deps, person, draftId } = scene;
  const answer = await scene.once((outer) => deps.undo.undo(outer.api, person, draftId, message));
  await say(ctx, answer, [], { replyTo: message.message_id });
  return "stay";
}
