import { Composer } from "grammy";
import type { Administration } from "../../../core/administration/administration.js";
import type { WorkerOverview } from "../../../core/administration/overview.js";
import { DomainError, isDomainError } from "../../../core/errors.js";
import type { Actor } from "../../../core/training/model.js";
import { answerTap } from "../answer-tap.js";
import type { BotContext } from "../context.js";
import { plain, replace, replaceButtons, say } from "../say.js";
import { parseAdminButton, tagOf, type AdminButton } from "./button-data.js";
import { FAILURES_SHOWN, failuresPage } from "./failures-page.js";
import { readLogPage } from "./log-page.js";
import { overviewPage, workerButton, type Page } from "./overview-page.js";

/** Not in the list that everybody sees; it has a text `command-admin`. */
export const ADMIN_COMMAND = "admin";

/**
 * /admin for administrators, in their private chat; to anybody else it is a command that does not exist. The
 * rights are checked by each use case, so that a button in other hands does nothing.
 *
 * @param retry queues a failed training once more and shows its owner
 */
export function adminChat(
  administration: Administration,
  retry: (actor: Actor, trainingId: string) => Promise<void>,
): Composer<BotContext> {
  const composer = new Composer<BotContext>();
  composer
    .command(ADMIN_COMMAND)
    .filter((ctx) => ctx.person.actor.isAdmin && ctx.chat.type === "private")
    .use(async (ctx) => {
      const { html, rows } = await overviewOf(ctx, administration, 0);
      await say(ctx, html, rows);
    });
  composer.on("callback_query:data", async (ctx, next) => {
    const button = parseAdminButton(ctx.callbackQuery.data);
    if (button === undefined) return next();
    try {
      if (button.verb === "retry") await retryFailed(ctx, administration, button, retry);
      else await act(ctx, administration, button);
      await answerTap(ctx);
    } catch (error) {
      if (!isDomainError(error)) throw error;
      await answerTap(ctx, plain(ctx.t(`error-${error.code}`, error.params)));
    }
  });
  return composer;
}

async function act(ctx: BotContext, administration: Administration, button: AdminButton): Promise<void> {
  const { actor } = ctx.person;
  const { verb, page } = button;
  switch (verb) {
    case "notice-drain":
    case "notice-undrain":
      return actFromNotice(ctx, administration, button);
    case "retry":
    case "failures":
      return showFailures(ctx, administration, page);
    case "log":
      return show(ctx, await readLogPage(ctx, administration, page));
    case "pause":
      await administration.pause(actor);
      break;
    case "resume":
      await administration.resume(actor);
      break;
    case "drain":
      await administration.drain(actor, (await workerOf(ctx, administration, button)).id);
      break;
    case "undrain":
      await administration.endDrain(actor, (await workerOf(ctx, administration, button)).id);
      break;
    case "show":
      break;
  }
  await show(ctx, await overviewOf(ctx, administration, page));
}

async function showFailures(ctx: BotContext, administration: Administration, page: number): Promise<void> {
  const { actor, locale } = ctx.person;
  const failures = await administration.failures(actor, FAILURES_SHOWN);
  await show(ctx, failuresPage(failures, page, ctx.t, locale));
}

/** @throws DomainError `not-admin`, `not-found` when it is none of the last failures any more */
async function retryFailed(
  ctx: BotContext,
  administration: Administration,
  { page, tag }: AdminButton,
  retry: (actor: Actor, trainingId: string) => Promise<void>,
): Promise<void> {
  const { actor } = ctx.person;
  const failures = await administration.failures(actor, FAILURES_SHOWN);
  const failed = failures.find(({ id }) => tagOf(id) === tag);
  if (failed === undefined) throw new DomainError("not-found");
  await retry(actor, failed.id);
  await showFailures(ctx, administration, page);
}

/** What a notice says stays there to be read; its button turns into the one that takes it back. */
async function actFromNotice(
  ctx: BotContext,
  administration: Administration,
  button: AdminButton,
): Promise<void> {
  const { actor } = ctx.person;
  const worker = await workerOf(ctx, administration, button);
  const drains = button.verb === "notice-drain";
  if (drains) await administration.drain(actor, worker.id);
  else await administration.endDrain(actor, worker.id);
  const message = ctx.callbackQuery?.message;
  if (message === undefined) return;
  const next = workerButton(drains ? "notice-undrain" : "notice-drain", worker, ctx.t);
  await replaceButtons(ctx.api, message.chat.id, message.message_id, [[next]]);
}

/** @throws DomainError `not-found` when the worker has stopped since */
async function workerOf(
  ctx: BotContext,
  administration: Administration,
  { tag }: AdminButton,
): Promise<WorkerOverview> {
  const { workers } = await administration.overview(ctx.person.actor);
  const worker = workers.find(({ id }) => tagOf(id) === tag);
  if (worker === undefined) throw new DomainError("not-found");
  return worker;
}

async function overviewOf(ctx: BotContext, administration: Administration, page: number): Promise<Page> {
  return overviewPage(await administration.overview(ctx.person.actor), page, ctx.t);
}

/** In the place of the message that was tapped; below it when that is gone or too old. */
async function show(ctx: BotContext, { html, rows }: Page): Promise<void> {
  const message = ctx.callbackQuery?.message;
  if (message === undefined) return;
  const result = await replace(ctx.api, message.chat.id, message.message_id, html, rows);
  if (result === "gone") await say(ctx, html, rows);
}
