import { Composer, type Filter } from "grammy";
import { isDomainError } from "../../core/errors.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Training } from "../../core/training/model.js";
import type { TrainingService } from "../../core/training/service.js";
import { answerTap } from "./answer-tap.js";
import { parseButton, trainingButton } from "./callback-data.js";
import type { BotContext } from "./context.js";
import { nameOf } from "./entering.js";
import { plain, say } from "./say.js";
import { tappedText } from "./tapped-text.js";
import { escapeHtml } from "./texts.js";

export const RENAMING_NAMESPACE = "renaming";

/** A name that is typed without replying to the question is taken this long after it; a reply, at any time. */
const WINDOW_SECONDS = 600;
/** Telegram's bound for what stands in the empty input field. */
const MAX_PLACEHOLDER = 64;

/** The question for a training's new name that stands in a chat. */
interface Asked {
  readonly trainingId: string;
  readonly messageId: number;
  /** Telegram's clock, in seconds. */
  readonly date: number;
}

type TextContext = Filter<BotContext, "message:text">;

/**
 * Asks for another name and takes the answer. It is no conversation: one about a draft that a person is in
 * goes on beside it.
 */
export class Renaming {
  readonly #service: TrainingService;
  readonly #keyValues: KeyValueStore;

  constructor(deps: { service: TrainingService; keyValues: KeyValueStore }) {
    this.#service = deps.service;
    this.#keyValues = deps.keyValues;
  }

  /** Asks how a training shall be called; the app opens its field for the reply. */
  async ask(ctx: BotContext, training: Training): Promise<void> {
    const name = nameOf(ctx, training.name);
    const { message_id: messageId, date } = await ctx.reply(ctx.t("rename-prompt", { name }), {
      parse_mode: "HTML",
      reply_markup: {
        force_reply: true,
        selective: true,
        input_field_placeholder: Array.from(plain(name)).slice(0, MAX_PLACEHOLDER).join(""),
      },
    });
    const asked: Asked = { trainingId: training.id, messageId, date };
    await this.#keyValues.write(RENAMING_NAMESPACE, keyOf(ctx), asked);
  }

  /** Takes replies to the question, before anything else takes them. */
  replies(): Composer<BotContext> {
    const composer = new Composer<BotContext>();
    composer.on("message:text", async (ctx, next) => {
      const replied = ctx.message.reply_to_message;
      if (replied?.from?.id !== ctx.me.id || isCommand(ctx)) return next();
      const asked = await this.#asked(ctx);
      if (asked?.messageId !== replied.message_id) return next();
      await this.#take(ctx, asked.trainingId, ctx.message.text);
    });
    return composer;
  }

  /** Takes taps on a name that was proposed in the place of one that is taken. */
  taps(): Composer<BotContext> {
    const composer = new Composer<BotContext>();
    composer.on("callback_query:data", async (ctx, next) => {
      const button = parseButton(ctx.callbackQuery.data);
      if (button?.scope !== "training" || button.verb !== "name") return next();
      await answerTap(ctx);
      await this.#take(ctx, button.trainingId, tappedText(ctx) ?? "");
    });
    return composer;
  }

  /** Takes a text that nobody wanted, soon after the question: not everybody replies. */
  texts(): Composer<BotContext> {
    const composer = new Composer<BotContext>();
    composer.on("message:text", async (ctx, next) => {
      if (ctx.chat.type !== "private" || isCommand(ctx)) return next();
      const asked = await this.#asked(ctx);
      if (asked === undefined || ctx.message.date - asked.date > WINDOW_SECONDS) return next();
      await this.#take(ctx, asked.trainingId, ctx.message.text);
    });
    return composer;
  }

  async #asked(ctx: BotContext): Promise<Asked | undefined> {
    return (await this.#keyValues.read(RENAMING_NAMESPACE, keyOf(ctx))) as Asked | undefined;
  }

  /** A name that is no good is refused, and the question stays. */
  async #take(ctx: BotContext, trainingId: string, wish: string): Promise<void> {
    try {
      const { name = "" } = await this.#service.library.rename(ctx.person.actor, trainingId, wish);
      await say(ctx, ctx.t("rename-done", { name }));
    } catch (error) {
      if (!isDomainError(error)) throw error;
      const rows = isDomainError(error, "name-taken")
        ? [[{ text: escapeHtml(String(error.params["free"])), data: trainingButton(trainingId, "name") }]]
        : [];
      await say(ctx, ctx.t(`error-${error.code}`, error.params), rows);
      if (isDomainError(error, "name-empty", "name-too-long", "name-taken")) return;
    }
    await this.#keyValues.delete(RENAMING_NAMESPACE, keyOf(ctx));
  }
}

function keyOf(ctx: BotContext): string {
  return `${ctx.person.actor.userId}/${ctx.person.channel}`;
}

function isCommand(ctx: TextContext): boolean {
  const first = ctx.message.entities?.[0];
  return first?.type === "bot_command" && first.offset === 0;
}
