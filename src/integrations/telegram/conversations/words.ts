import type { Context } from "grammy";
import type { WordsChange } from "../../../core/training/caption-words.js";
import { draftButton } from "../callback-data.js";
import { cut } from "../cut.js";
import { replaceButtons, say, type Button } from "../say.js";
import { wordsPreview } from "../words-preview.js";
import { pagesOf } from "./pages.js";
import type { Outcome, Scene } from "./scene.js";
import { keep, questions } from "./words-question.js";

const SHOWN_CHARACTERS = 300;

export const WORDS_TAPS: readonly string[] = [
  "find",
  "prefix",
  "words-drop",
  "words-apply",
  "words-leave",
  "words-undo",
];

interface Reply {
  readonly html: string;
  readonly rows: Button[][];
}

/** Taps about the words of all captions: what to look for, what to put in front, and what then is to be done. */
export async function tapWords(
  scene: Scene,
  ctx: Context,
  tap: { readonly verb: string; readonly argument: string },
): Promise<Outcome> {
  switch (tap.verb) {
    case "find":
    case "prefix":
      return ask(scene, ctx, tap.verb);
    case "words-drop":
      return drop(scene, ctx);
    case "words-apply":
      return apply(scene, ctx, tap.argument);
    case "words-undo":
      return undo(scene, ctx, tap.argument);
    default:
      return leave(scene, ctx);
  }
}

/** Takes a text for the answer to what was asked last. False when nothing was asked. */
export async function answerWords(scene: Scene, ctx: Context, text: string): Promise<boolean> {
  const reply = await scene.once((outer) => answer(scene, outer.update.update_id, text));
  if (reply === null) return false;
  await say(ctx, reply.html, reply.rows);
  return true;
}

/** Whatever else is tapped, the next text answers no question any more. */
export async function dropQuestion(scene: Scene): Promise<void> {
  await scene.once(() => questions(scene).delete(scene.person.actor.userId, scene.draftId));
}

async function ask(scene: Scene, ctx: Context, asks: "find" | "prefix"): Promise<Outcome> {
  await scene.once((outer) => keep(scene, { asks, by: outer.update.update_id }));
  await say(ctx, scene.t(asks === "find" ? "words-find-prompt" : "words-prefix-prompt"), [
    [leaveButton(scene)],
  ]);
  return "stay";
}

async function answer(scene: Scene, update: number, text: string): Promise<Reply | null> {
  const question = await questions(scene).read(scene.person.actor.userId, scene.draftId);
  if (question === undefined) return null;
  const repeated = question.by === update;
  switch (question.asks) {
    case "find":
      return search(scene, update, text);
    case "replacement":
      if (repeated) return askReplacement(scene, question.find ?? "");
      return propose(scene, update, { kind: "replace", find: question.find ?? "", replacement: text });
    case "prefix":
      return propose(scene, update, { kind: "prefix", prefix: text });
    case "nothing":
      return repeated ? showProposal(scene) : null;
  }
}

/** Words that no caption has are told before anything is asked about them; the next text is searched for instead. */
async function search(scene: Scene, update: number, find: string): Promise<Reply> {
  const { deps, person, draftId, t } = scene;
  const isThere = await deps.service.captionChanges.finds(person.actor, draftId, find);
  await keep(scene, isThere ? { asks: "replacement", find, by: update } : { asks: "find", by: update });
  if (isThere) return askReplacement(scene, find);
  const html = `${t("words-not-found", { words: cut(find, SHOWN_CHARACTERS) })} ${t("words-find-again")}`;
  return { html, rows: [[leaveButton(scene)]] };
}

function askReplacement(scene: Scene, find: string): Reply {
  const button = { text: scene.t("words-drop"), data: draftButton(scene.draftId, "words-drop") };
  const html = scene.t("words-replacement-prompt", { words: cut(find, SHOWN_CHARACTERS) });
  return { html, rows: [[button], [leaveButton(scene)]] };
}

async function propose(scene: Scene, update: number, change: WordsChange): Promise<Reply> {
  const { deps, person, draftId, t } = scene;
  const proposed = await deps.service.captionChanges.propose(person.actor, draftId, String(update), change);
  await keep(scene, { asks: "nothing", by: update });
  return wordsPreview(draftId, proposed, t);
}

async function showProposal({ deps, person, draftId, t }: Scene): Promise<Reply | null> {
  const proposed = await deps.service.captionChanges.proposal(person.actor, draftId);
  return proposed === undefined ? null : wordsPreview(draftId, proposed, t);
}

/** The words that were found are taken out. */
async function drop(scene: Scene, ctx: Context): Promise<Outcome> {
  const reply = await scene.once(async (outer) => {
    const update = outer.update.update_id;
    const question = await questions(scene).read(scene.person.actor.userId, scene.draftId);
    if (question?.asks === "nothing" && question.by === update) return showProposal(scene);
    if (question?.asks !== "replacement") return null;
    return propose(scene, update, { kind: "replace", find: question.find ?? "", replacement: "" });
  });
  if (reply === null) await say(ctx, scene.t("error-change-outdated"));
  else await say(ctx, reply.html, reply.rows);
  return "stay";
}

async function apply(scene: Scene, ctx: Context, id: string): Promise<Outcome> {
  const { deps, person, draftId, t } = scene;
  const count = await scene.once(() => deps.service.captionChanges.apply(person.actor, draftId, id));
  await stripTapped(scene, ctx);
  const back = { text: t("words-undo"), data: draftButton(draftId, "words-undo", id) };
  await say(ctx, t("words-applied", { count }), [[back]]);
  return reopen(scene);
}

async function undo(scene: Scene, ctx: Context, id: string): Promise<Outcome> {
  const { deps, person, draftId, t } = scene;
  const count = await scene.once(() => deps.service.captionChanges.undo(person.actor, draftId, id));
  await stripTapped(scene, ctx);
  await say(ctx, t("words-undone", { count }));
  return reopen(scene);
}

async function leave(scene: Scene, ctx: Context): Promise<Outcome> {
  const { deps, person, draftId } = scene;
  await dropQuestion(scene);
  await scene.once(() => deps.service.captionChanges.leave(person.actor, draftId));
  await stripTapped(scene, ctx);
  return reopen(scene);
}

/** What was decided cannot be tapped again. */
async function stripTapped(scene: Scene, ctx: Context): Promise<void> {
  const message = ctx.callbackQuery?.message;
  if (message === undefined) return;
  await scene.once((outer) => replaceButtons(outer.api, message.chat.id, message.message_id, []));
}

async function reopen(scene: Scene): Promise<Outcome> {
  await scene.once((outer) => pagesOf(scene, outer.api).open());
  return "stay";
}

function leaveButton({ t, draftId }: Scene): Button {
  return { text: t("words-leave"), data: draftButton(draftId, "words-leave") };
}
