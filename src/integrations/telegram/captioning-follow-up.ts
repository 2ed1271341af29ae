import type { Api } from "grammy";
import { isDomainError } from "../../core/errors.js";
import type { KeyValueStore } from "../../core/ports/key-value-store.js";
import type { Logger } from "../../core/ports/logger.js";
import type { UserRepository } from "../../core/ports/user-repository.js";
import type {
  CaptionRun,
  CaptionRunListener,
  RunEnd,
  RunProgress,
} from "../../core/training/caption-runs.js";
import { captionStyles } from "../../core/training/caption-style.js";
import type { DraftView } from "../../core/training/drafts.js";
import type { TrainingService } from "../../core/training/service.js";
import { isUnreachable } from "./api-errors.js";
import { draftButton } from "./callback-data.js";
import { captionChoices } from "./caption-choices.js";
import { CaptionReview } from "./caption-review.js";
import type { CaptioningCard } from "./captioning-card.js";
import { chatOf, type Person } from "./context.js";
import { plain, send } from "./say.js";
import type { Texts, Translate } from "./texts.js";
import type { Turns } from "./turns.js";

/** What a person sees of captions that are made for them: how they come in, and what comes after. */
export class CaptioningFollowUp implements CaptionRunListener {
  readonly #deps: FollowUpDependencies;
  /** Who a run is for, so that each caption does not ask again. */
  readonly #people = new WeakMap<CaptionRun, Person>();

  constructor(deps: FollowUpDependencies) {
    this.#deps = deps;
  }

  progress(run: CaptionRun, progress: RunProgress): void {
    const { card, logger } = this.#deps;
    this.#personOf(run)
      .then((person) => {
        card.progress(person, run.trainingId, progress);
      })
      .catch((error: unknown) => {
        logger.warn("the progress of captions could not be shown", { training: run.trainingId, error });
      });
  }

  /** @throws what Telegram says while it is away: then it is to be told again */
  async ended(run: CaptionRun, end: RunEnd): Promise<void> {
    try {
      const view = await this.#deps.service.drafts.view(run.actor, run.trainingId);
      const person = await this.#personOf(run);
      if (run.redo !== undefined) await this.#showRedone(person, run, run.redo.imageId, end);
      else await this.#showEnd(person, view, end);
    } catch (error) {
      // Nobody is there to be told, or nothing to tell of.
      if (!isUnreachable(error) && !isDomainError(error, "not-found", "not-a-draft", "not-yours"))
        throw error;
    }
  }

  async #showEnd(person: Person, view: DraftView, end: RunEnd): Promise<void> {
    const { card, isTalking } = this.#deps;
    const { id } = view.training;
    const t = this.#deps.texts.in(person.locale);
    const there = view.step === "captioning" && (await isTalking(person, id));
    const key = end.outcome === "stopped" ? "captioning-stopped-at" : "captioning-ended";
    const written = view.images.filter(({ caption }) => caption !== undefined).length;
    const wayBack = { text: t("captioning-look"), data: draftButton(id, "resume") };
    const html = t(key, { written, total: view.images.length });
    await card.finish(person, id, html, there ? [] : [[wayBack]]);
    if (!there || end.outcome !== "done") return;
    if (written === view.images.length) await this.#review(person, id).open();
    else await this.#offerAgain(person, view, end, t);
  }

  async #offerAgain(person: Person, { training }: DraftView, end: RunEnd, t: Translate): Promise<void> {
    const { api, service } = this.#deps;
    const { code = "captioner-failed", params = {} } = end.reason ?? {};
    const text = t("caption-some-failed", { failed: end.failed, reason: plain(t(`error-${code}`, params)) });
    const { describes } = service.captions;
    const rows = captionChoices(training.id, { styles: captionStyles(training), describes, t });
    await send(api, chatOf(person.channel), text, rows);
  }

  async #showRedone(person: Person, run: CaptionRun, imageId: string, end: RunEnd): Promise<void> {
    const { api, texts, isTalking } = this.#deps;
    if (end.outcome !== "done" || !(await isTalking(person, run.trainingId))) return;
    if (end.reason === undefined) return this.#review(person, run.trainingId).refresh(imageId);
    const { code, params } = end.reason;
    await send(api, chatOf(person.channel), texts.in(person.locale)(`error-${code}`, params));
  }

  #review(person: Person, draftId: string): CaptionReview {
    return new CaptionReview({ ...this.#deps, t: this.#deps.texts.in(person.locale) }, person, draftId);
  }

  async #personOf(run: CaptionRun): Promise<Person> {
    const known = this.#people.get(run);
    if (known !== undefined) return known;
    const { service, users, texts } = this.#deps;
    const { training } = await service.drafts.view(run.actor, run.trainingId);
    const user = await users.get(run.actor.userId);
    const person = { actor: run.actor, channel: training.channel, locale: texts.nearest(user?.locale) };
    this.#people.set(run, person);
    return person;
  }
}

interface FollowUpDependencies {
  readonly api: Api;
  readonly service: TrainingService;
  readonly keyValues: KeyValueStore;
  readonly users: UserRepository;
  readonly texts: Texts;
  readonly logger: Logger;
  readonly card: CaptioningCard;
  readonly pageTurns: Turns;
  /** Whether the person's conversation about this draft waits for them. */
  readonly isTalking: (person: Person, draftId: string) => Promise<boolean>;
}
