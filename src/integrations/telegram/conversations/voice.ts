import type { Context } from "grammy";
import type { Message } from "grammy/types";
import { draftButton } from "../callback-data.js";
import { cut } from "../cut.js";
import { CardPlaces } from "../card-places.js";
import { incoming } from "../files.js";
import { replace, replaceButtons, say } from "../say.js";
import { pagesOf } from "./pages.js";
import type { Outcome, Scene, StepUpdate } from "./scene.js";

/** Verbs of the buttons under what was understood of a voice note. */
export const VOICE_TAPS = ["voice-use", "voice-again"] as const;

/** Telegram's bound for a text is 4,096 characters; a caption has 1,000 at most. */
const SHOWN_CHARACTERS = 1_000;

/** What was understood last, and of which note and photo it is. */
interface Proposal {
  readonly noteId: number;
  readonly position: number;
  readonly text: string;
}

/** Answers a voice note with what was understood; nothing is changed before the person says so. */
export async function hear(scene: Scene, ctx: Context, message: Message): Promise<Outcome> {
  const { deps, person, draftId, t } = scene;
  const { message_id: noteId, voice } = message;
  if (voice === undefined) return "stay";
  const heard = await scene.once(async (outer) => {
    const pages = pagesOf(scene, outer.api);
    const position = await pages.shownPosition();
    if (position === undefined) return null;
    if (deps.service.voices.isOffered) await outer.replyWithChatAction("typing");
    const text = await deps.files.use(incoming(voice), (open) =>
      deps.service.voices.listen(person.actor, draftId, { seconds: voice.duration, open }),
    );
    await proposals(scene).write(person.actor.userId, draftId, { noteId, position, text });
    return { number: await pages.numberOf(position), text };
  });
  if (heard === null) {
    await say(ctx, t("caption-how-wanted"));
    return "stay";
  }
  const button = (key: string, verb: string) => ({ text: t(key), data: draftButton(draftId, verb, noteId) });
  const html = t("voice-heard", { number: heard.number, caption: cut(heard.text, SHOWN_CHARACTERS) });
  const rows = [[button("voice-use", "voice-use"), button("voice-again", "voice-again")]];
  await say(ctx, html, rows, { replyTo: noteId });
  return "stay";
}

/** The first tap counts and takes both buttons away. */
export async function decideVoice(
  scene: Scene,
  ctx: Context,
  tap: NonNullable<StepUpdate["tap"]>,
): Promise<Outcome> {
  const { person, draftId, t } = scene;
  const { message } = ctx.callbackQuery ?? {};
  await scene.once(async (outer) => {
    const pages = pagesOf(scene, outer.api);
    const proposal = await proposals(scene).read(person.actor.userId, draftId);
    const number = proposal === undefined ? 0 : await pages.numberOf(proposal.position);
    if (message === undefined) return;
    const { id } = message.chat;
    // A newer note was heard, this one was decided on, or its photo went.
    if (proposal?.noteId !== Number(tap.argument) || number === 0) {
      await replaceButtons(outer.api, id, message.message_id, []);
      return;
    }
    if (tap.verb === "voice-use") {
      await pages.turn(proposal.position);
      await pages.write(proposal.text);
    }
    await proposals(scene).delete(person.actor.userId, draftId);
    const key = tap.verb === "voice-use" ? "voice-used" : "voice-speak-again";
    await replace(outer.api, id, message.message_id, t(key, { number }));
  });
  return "stay";
}

function proposals({ deps }: Scene): CardPlaces<Proposal> {
  return new CardPlaces(deps.keyValues, "voice-captions");
}
