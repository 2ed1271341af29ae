import type { Api } from "grammy";
import { DomainError } from "../../../core/errors.js";
import { samplePromptId } from "../../../core/training/sample-prompts.js";
import { advancedScreen } from "../advanced-screen.js";
import { CardPlaces } from "../card-places.js";
import { confirmationCard, type Shown } from "../confirmation-card.js";
import { chatOf } from "../context.js";
import { promptQuestion, promptsScreen, proposalScreen } from "../prompts-screen.js";
import { replace, replaceButtons, send } from "../say.js";
import type { Scene } from "./scene.js";

/** What the one message of the last step shows: the card with Start, or one of the screens behind it. */
export type Screen =
  | { readonly name: "card" | "advanced" | "prompts" | "add-prompt" }
  | { readonly name: "proposal"; readonly round: number }
  | { readonly name: "edit-prompt"; readonly promptId: string };

interface Place {
  readonly messageId: number;
  readonly screen: Screen;
  /** The update whose text was an answer: when a crash has it come again, it is none to anything else. */
  readonly answered?: number;
}

/** The one message of a draft that can be started: whichever was sent last has the buttons, and no other. */
export class ConfirmingScreens {
  readonly #scene: Scene;
  readonly #api: Api;
  readonly #places: CardPlaces<Place>;
  readonly #chatId: number;

  constructor(scene: Scene, api: Api) {
    this.#scene = scene;
    this.#api = api;
    this.#places = new CardPlaces(scene.deps.keyValues, "confirmation-cards");
    this.#chatId = chatOf(scene.person.channel);
  }

  /** Sends the screen at the bottom of the chat; the message before it loses its buttons. */
  async open(screen: Screen, answered?: number): Promise<void> {
    const { html, rows } = await this.#content(screen);
    const before = await this.shown();
    const { message_id: messageId } = await send(this.#api, this.#chatId, html, rows);
    await this.#remember({ messageId, screen, ...(answered !== undefined && { answered }) });
    if (before !== undefined) await replaceButtons(this.#api, this.#chatId, before.messageId, []);
  }

  /** Shows another screen in the message's place. @param tapped an older message that was tapped loses its buttons */
  async show(screen: Screen, tapped?: number): Promise<void> {
    const { html, rows } = await this.#content(screen);
    const messageId = (await this.shown())?.messageId ?? tapped;
    if (messageId === undefined) return this.open(screen);
    const result = await replace(this.#api, this.#chatId, messageId, html, rows);
    if (result === "gone") return this.open(screen);
    await this.#remember({ messageId, screen });
    if (tapped !== undefined && tapped !== messageId) {
      await replaceButtons(this.#api, this.#chatId, tapped, []);
    }
  }

  /** The step is over: nothing of it can be tapped any more. */
  async close(): Promise<void> {
    const place = await this.shown();
    if (place === undefined) return;
    await replaceButtons(this.#api, this.#chatId, place.messageId, []);
    await this.#places.delete(this.#scene.person.actor.userId, this.#scene.draftId);
  }

  async shown(): Promise<Place | undefined> {
    return this.#places.read(this.#scene.person.actor.userId, this.#scene.draftId);
  }

  async #remember(place: Place): Promise<void> {
    await this.#places.write(this.#scene.person.actor.userId, this.#scene.draftId, place);
  }

  async #content(screen: Screen): Promise<Shown> {
    const { deps, person, draftId, t } = this.#scene;
    const { accounts, confirmation, samplePrompts } = deps.service;
    const ready = await confirmation.validate(person.actor, draftId);
    switch (screen.name) {
      case "card": {
        const quote = await confirmation.quote(person.actor, draftId);
        const balance = await accounts?.balance(person.actor.userId);
        return confirmationCard(ready, quote, balance?.available, t);
      }
      case "advanced":
        return advancedScreen(ready, t);
      case "prompts":
        return promptsScreen(ready, t);
      case "proposal": {
        const prompts = await samplePrompts.proposal(person.actor, draftId, screen.round);
        return proposalScreen(ready, { prompts, round: screen.round }, t);
      }
      case "add-prompt":
        return promptQuestion(ready, undefined, t);
      case "edit-prompt": {
        const chosen = ready.training.options.samplePrompts ?? [];
        const edited = chosen.find((prompt) => samplePromptId(prompt) === screen.promptId);
        if (edited === undefined) throw new DomainError("change-outdated");
        return promptQuestion(ready, edited, t);
      }
    }
  }
}
