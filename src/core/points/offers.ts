import { DomainError, type ErrorCode } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { Ids } from "../ports/ids.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import type { Actor } from "../training/model.js";
import type { Pack } from "./packs.js";

/** By person and pack; what is noted of a person here goes when they are forgotten. */
export const OFFERS = "star-offers";
/** Telegram's sign for its Stars. */
export const STARS_CURRENCY = "XTR";

/** An invoice lies in the chat for long; a price is good for so long. */
const LIFETIME_MS = 24 * 3_600_000;
/** Writers of one offer are its person's taps and their payments. */
const MAX_TRIES = 100;

/** Points at a price, for one person, to be bought once. */
export interface Offer extends Pack {
  /** What an invoice carries: of whom, of what, and a part that cannot be guessed. At most 128 bytes. */
  readonly payload: string;
}

/** What Telegram says of somebody who pays, or is about to. */
export interface Order {
  readonly personId: string;
  readonly payload: string;
  readonly currency: string;
  /** In Stars. */
  readonly stars: number;
}

/** Why an order is not taken. */
export type OrderRefusal = Extract<ErrorCode, `offer-${string}` | "buyer-refused">;

interface StoredOffer {
  readonly nonce: string;
  readonly stars: number;
  readonly expiresAt: number;
  /** The charge that bought it. */
  readonly charge?: string;
}

/** What can be bought, as it was offered: one offer for each person and pack at a time, however often it is tapped. */
export class Offers {
  readonly packs: readonly Pack[];
  readonly #keyValues: KeyValueStore;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #isOpen: boolean;
  readonly #mayBuy: (personId: string) => Promise<boolean>;

  /**
   * @param deps.isOpen false where nothing costs anything any more: earlier offers are not good then
   * @param deps.mayBuy whether points are sold to this person
   */
  constructor(deps: {
    isOpen: boolean;
    packs: readonly Pack[];
    keyValues: KeyValueStore;
    clock: Clock;
    ids: Ids;
    mayBuy: (personId: string) => Promise<boolean>;
  }) {
    this.packs = deps.packs;
    this.#keyValues = deps.keyValues;
    this.#clock = deps.clock;
    this.#ids = deps.ids;
    this.#isOpen = deps.isOpen;
    this.#mayBuy = deps.mayBuy;
  }

  /**
   * Offers a pack to the actor. An offer of theirs that nobody has bought is the same offer, for another day.
   *
   * @throws DomainError `offer-unknown` when no such pack is sold; `buyer-refused`; `storage-failed`
   */
  async make({ userId }: Actor, points: number): Promise<Offer> {
    const pack = this.packs.find((each) => each.points === points);
    if (pack === undefined) throw new DomainError("offer-unknown");
    if (!(await this.#mayBuy(userId))) throw new DomainError("buyer-refused");
    const { stars } = pack;
    const key = `${userId}/${points}`;
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const stored = await this.#read(key);
      const stands = stored?.stars === stars && stored.charge === undefined;
      const nonce = stands ? stored.nonce : this.#ids.next();
      const offer: StoredOffer = { nonce, stars, expiresAt: this.#clock.now() + LIFETIME_MS };
      if (await this.#keyValues.compareAndSet(OFFERS, key, stored, offer))
        return { points, stars, payload: `${key}/${nonce}` };
    }
    throw new DomainError("conflict");
  }

  /** Why this order is to be refused before it is paid; undefined when it is good. @throws DomainError `storage-failed` */
  async refusal(order: Order): Promise<OrderRefusal | undefined> {
    const found = await this.#find(order);
    if ("refusal" in found) return found.refusal;
    const { offer } = found;
    if (offer.charge !== undefined) return "offer-bought";
    return offer.expiresAt < this.#clock.now() ? "offer-expired" : undefined;
  }

  /**
   * Takes an offer for a charge. What is paid already was not too late when Telegram asked.
   *
   * @returns the points that were bought, or why none were
   * @throws DomainError `storage-failed`
   */
  async take(order: Order, charge: string): Promise<{ points: number } | { refusal: OrderRefusal }> {
    for (let tries = 1; tries <= MAX_TRIES; tries++) {
      const found = await this.#find(order);
      if ("refusal" in found) return found;
      const { key, points, offer } = found;
      if (offer.charge === charge) return { points };
      if (offer.charge !== undefined) return { refusal: "offer-bought" };
      if (await this.#keyValues.compareAndSet(OFFERS, key, offer, { ...offer, charge })) return { points };
    }
    throw new DomainError("conflict");
  }

  async #find(
    order: Order,
  ): Promise<{ key: string; points: number; offer: StoredOffer } | { refusal: OrderRefusal }> {
    if (!this.#isOpen) return { refusal: "offer-closed" };
    const { personId, payload, currency, stars } = order;
    const [, owner, points, nonce] = /^([^/]+)\/(\d+)\/([^/]+)$/.exec(payload) ?? [];
    if (owner === undefined || points === undefined) return { refusal: "offer-unknown" };
    if (owner !== personId) return { refusal: "offer-not-yours" };
    if (!(await this.#mayBuy(personId))) return { refusal: "buyer-refused" };
    const key = `${owner}/${points}`;
    const offer = await this.#read(key);
    if (offer?.nonce !== nonce || offer === undefined) return { refusal: "offer-unknown" };
    if (currency !== STARS_CURRENCY || stars !== offer.stars) return { refusal: "offer-amount" };
    return { key, points: Number(points), offer };
  }

  async #read(key: string): Promise<StoredOffer | undefined> {
    return (await this.#keyValues.read(OFFERS, key)) as StoredOffer | undefined;
  }
}
