import { InputFile } from "grammy";
import type { Clock } from "../../core/ports/clock.js";
import type { DatasetArchive } from "../../core/training/dataset-export.js";
import type { TrainingService } from "../../core/training/service.js";
import { TokenBuckets } from "../../core/training/token-buckets.js";
import { answerTap } from "./answer-tap.js";
import type { BotContext } from "./context.js";
import { isPublic } from "./public-address.js";
import { plain, say } from "./say.js";
import { escapeHtml } from "./texts.js";

/** A double tap is one wish; who has lost the file by then taps again. */
const PAUSE_MS = 15_000;
const MAX_REMEMBERED = 1_000;
/** Each reads and sends all photos of a training: some at once, and then one in five minutes for each person. */
const EXPORTS = { burst: 6, everyMs: 5 * 60_000 } as const;

/** Brings a dataset into the chat: as a document while it fits, else as a link. */
export class DatasetSending {
  readonly #service: TrainingService;
  readonly #clock: Clock;
  readonly #maxBytes: number;
  /** When which dataset was sent where; forgotten by a restart. */
  readonly #sent = new Map<string, number>();
  readonly #ofPersons = new TokenBuckets<string>(EXPORTS);

  /** @param deps.maxBytes the largest document to send */
  constructor(deps: { service: TrainingService; clock: Clock; maxBytes: number }) {
    this.#service = deps.service;
    this.#clock = deps.clock;
    this.#maxBytes = deps.maxBytes;
  }

  /** @throws DomainError `not-found`, `not-yours`, `storage-failed` */
  async send(ctx: BotContext, trainingId: string): Promise<void> {
    const archive = await this.#service.exports.archive(ctx.person.actor, trainingId);
    const place = `${ctx.person.channel}/${trainingId}`;
    if (this.#clock.now() - (this.#sent.get(place) ?? -Infinity) < PAUSE_MS) {
      await answerTap(ctx, plain(ctx.t("export-sent")));
      return;
    }
    const waitMs = this.#ofPersons.waitMs(ctx.person.actor.userId, this.#clock.now());
    if (waitMs > 0) {
      await answerTap(ctx, plain(ctx.t("export-resting", { minutes: Math.ceil(waitMs / 60_000) })));
      return;
    }
    this.#ofPersons.spend(ctx.person.actor.userId, this.#clock.now());
    // It takes a while: the button's spinner ends first.
    await answerTap(ctx, plain(ctx.t("export-working")));
    if (archive.bytes <= this.#maxBytes) await this.#sendDocument(ctx, archive);
    else await this.#sendLink(ctx, trainingId, archive);
    if (this.#sent.size >= MAX_REMEMBERED) this.#sent.clear();
    this.#sent.set(place, this.#clock.now());
  }

  async #sendDocument(ctx: BotContext, archive: DatasetArchive): Promise<void> {
    await ctx.replyWithChatAction("upload_document");
    await ctx.replyWithDocument(new InputFile(() => archive.open(), archive.fileName), {
      caption: ctx.t("export-done", { count: archive.images }),
      parse_mode: "HTML",
    });
  }

  async #sendLink(ctx: BotContext, trainingId: string, { images, bytes }: DatasetArchive): Promise<void> {
    const url = await this.#service.exports.link(ctx.person.actor, trainingId);
    const html = ctx.t("export-link", { count: images, size: (bytes / 1_000_000).toFixed(0) });
    if (isPublic(url)) await say(ctx, html, [[{ text: ctx.t("model-download"), url }]]);
    else await say(ctx, `${html}\n\n${escapeHtml(url)}`);
  }
}
