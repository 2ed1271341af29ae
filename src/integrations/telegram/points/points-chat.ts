import { Composer, InputFile } from "grammy";
import { isDomainError } from "../../../core/errors.js";
import type { Shop } from "../../../core/points/shop.js";
import { answerTap } from "../answer-tap.js";
import type { BotContext } from "../context.js";
import { privately } from "../privately.js";
import { plain, replace, say, type Button } from "../say.js";
import { sendInvoice, sendPacks } from "./buying.js";
import { POINT_COMMANDS } from "./point-commands.js";
import { parsePointButton, type PointButton } from "./point-buttons.js";
import { monthButtons, statementButtons, statementText } from "./statement-page.js";
import { paySupportText, termsText, type Support } from "./support.js";

type PointCommand = (typeof POINT_COMMANDS)[number];

/** What a person asks for about their points. */
export class PointsChat {
  readonly #shop: Shop;
  readonly #support: Support;

  constructor(shop: Shop, support: Support) {
    this.#shop = shop;
    this.#support = support;
  }

  /** Commands, also as links to the bot (`?start=buy`), and buttons. */
  middleware(): Composer<BotContext> {
    const composer = new Composer<BotContext>();
    for (const name of POINT_COMMANDS)
      composer.command(name, (ctx) => privately(ctx, name, (own) => this.#open(own, name)));
    composer.command("start", async (ctx, next) => {
      const name = POINT_COMMANDS.find((each) => each === ctx.match);
      if (name === undefined || ctx.chat.type !== "private") return next();
      await this.#open(ctx, name);
    });
    composer.on("callback_query:data", async (ctx, next) => {
      const button = parsePointButton(ctx.callbackQuery.data);
      if (button === undefined) return next();
      try {
        await this.#act(ctx, button);
        await answerTap(ctx);
      } catch (error) {
        if (!isDomainError(error)) throw error;
        await answerTap(ctx, plain(ctx.t(`error-${error.code}`, error.params)));
      }
    });
    return composer;
  }

  /** The statement, from its newest entry. */
  async send(ctx: BotContext): Promise<void> {
    const { html, rows } = await this.#page(ctx, undefined);
    await say(ctx, html, rows);
  }

  async #open(ctx: BotContext, name: PointCommand): Promise<void> {
    switch (name) {
      case "points":
        return this.send(ctx);
      case "buy":
        return sendPacks(ctx, this.#shop.offers, this.#support);
      case "paysupport":
        await say(ctx, paySupportText(ctx, this.#support));
        return;
      case "terms":
        await say(ctx, termsText(ctx, this.#support));
        return;
    }
  }

  async #act(ctx: BotContext, { verb, argument }: PointButton): Promise<void> {
    switch (verb) {
      case "page":
        return show(ctx, await this.#page(ctx, argument === "" ? undefined : Number(argument)));
      case "months":
        return show(ctx, await this.#months(ctx));
      case "csv":
        return this.#sendCsv(ctx, argument);
      case "packs":
        return sendPacks(ctx, this.#shop.offers, this.#support);
      case "buy":
        return sendInvoice(ctx, this.#shop.offers, Number(argument));
    }
  }

  async #page(ctx: BotContext, before: number | undefined): Promise<Page> {
    const page = await this.#shop.statement.page(ctx.person.actor, before);
    return {
      html: statementText(page, ctx.t, ctx.person.locale),
      rows: statementButtons(page, this.#shop.offers.packs.length > 0, ctx.t),
    };
  }

  async #months(ctx: BotContext): Promise<Page> {
    const months = await this.#shop.statement.months(ctx.person.actor);
    return { html: ctx.t("points-months"), rows: monthButtons(months, ctx.t, ctx.person.locale) };
  }

  async #sendCsv(ctx: BotContext, month: string): Promise<void> {
    const csv = await this.#shop.statement.csv(ctx.person.actor, month);
    await ctx.replyWithDocument(new InputFile(Buffer.from(csv), `points-${month}.csv`));
  }
}

interface Page {
  readonly html: string;
  readonly rows: Button[][];
}

/** In the place of the message that was tapped; below it when that is gone or too old. */
async function show(ctx: BotContext, { html, rows }: Page): Promise<void> {
  const message = ctx.callbackQuery?.message;
  if (message === undefined) return;
  const result = await replace(ctx.api, message.chat.id, message.message_id, html, rows);
  if (result === "gone") await say(ctx, html, rows);
}
