import { createHash, randomInt } from "node:crypto";
import { DomainError } from "../errors.js";
import type { Clock } from "../ports/clock.js";
import type { KeyValueStore } from "../ports/key-value-store.js";
import { TokenBuckets } from "../training/token-buckets.js";
import type { Actor } from "../training/model.js";
import type { Accounts } from "./accounts.js";

const NAMESPACE = "gift-codes";
/** Crockford's base 32: no I, L, O and U, so that what is read aloud or off paper is typed right. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/** Of 5 bits each: 80 bits. A person who tries one in two minutes finds one of a million codes in 10^12 years. */
const LENGTH = 16;
const FORM = new RegExp(`^[${ALPHABET}]{${LENGTH}}$`);
/** Five wrong codes at once, five in ten minutes for ever. */
const WRONG_AT_ONCE = 5;
const WRONG_EVERY_MS = 120_000;
const DAY_MS = 24 * 3600_000;

/** A code as it is kept: by its hash, so that who reads the database cannot redeem what was not given out yet. */
interface Gift {
  readonly points: number;
  readonly expiresAt: number;
  /** Whose it is from then on, for ever. */
  readonly redeemedBy?: string;
}

export interface GiftCode {
  /** What the log and the books call it; no code can be made of it. */
  readonly id: string;
  /** Shown this once; it is kept nowhere. */
  readonly code: string;
  readonly points: number;
  /** Milliseconds since 1970 (UTC). */
  readonly expiresAt: number;
}

export interface Redeemed {
  readonly points: number;
  /** What the person has now. */
  readonly available: number;
  /** False where this person had redeemed it before. */
  readonly isNew: boolean;
}

/** Codes for points: each is good for one person, once, for some days. */
export class GiftCodes {
  readonly #keyValues: KeyValueStore;
  readonly #accounts: Accounts;
  readonly #clock: Clock;
  /** In memory: a restart forgives five. */
  readonly #wrong = new TokenBuckets<string>({ burst: WRONG_AT_ONCE, everyMs: WRONG_EVERY_MS });

  constructor(deps: { keyValues: KeyValueStore; accounts: Accounts; clock: Clock }) {
    this.#keyValues = deps.keyValues;
    this.#accounts = deps.accounts;
    this.#clock = deps.clock;
  }

  /** A new code, not good for anything before {@link issue}. @param days how long it will be good */
  prepare(points: number, days: number): GiftCode {
    const code = Array.from({ length: LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
    return { id: idOf(code), code, points, expiresAt: this.#clock.now() + days * DAY_MS };
  }

  /** Makes a code good. */
  async issue({ id, points, expiresAt }: GiftCode): Promise<void> {
    await this.#keyValues.write(NAMESPACE, id, { points, expiresAt } satisfies Gift);
  }

  /**
   * Credits a code's points, once. First the code becomes this person's, then the points are posted by the code's
   * id: of two at once one wins, and who was cut off in between has their points when they come again.
   *
   * @param raw as it was typed: case, spaces and hyphens count for nothing
   * @throws DomainError `gift-invalid` for every code that is not good, whatever the reason; `gift-resting` with
   *   `minutes`, after too many of them, for good ones too
   */
  async redeem({ userId }: Actor, raw: string): Promise<Redeemed> {
    const wait = this.#wrong.waitMs(userId, this.#clock.now());
    if (wait > 0) throw new DomainError("gift-resting", { minutes: Math.ceil(wait / 60_000) });
    const id = idOf(normalized(raw));
    for (;;) {
      const gift = FORM.test(normalized(raw)) ? await this.#read(id) : undefined;
      if (gift === undefined || !this.#isFor(gift, userId)) {
        this.#wrong.spend(userId, this.#clock.now());
        throw new DomainError("gift-invalid");
      }
      const isNew = gift.redeemedBy === undefined;
      // Whoever wrote in between made it somebody's: it is read at most twice.
      if (isNew && !(await this.#take(id, gift, userId))) continue;
      const { points } = gift;
      const transfer = { id: `code/${id}`, personId: userId, points, about: { reason: "code" } };
      await this.#accounts.ledger.gift(transfer);
      return { points, available: (await this.#accounts.balance(userId)).available, isNew };
    }
  }

  #isFor({ redeemedBy, expiresAt }: Gift, userId: string): boolean {
    return redeemedBy === undefined ? this.#clock.now() < expiresAt : redeemedBy === userId;
  }

  async #read(id: string): Promise<Gift | undefined> {
    return (await this.#keyValues.read(NAMESPACE, id)) as Gift | undefined;
  }

  #take(id: string, gift: Gift, userId: string): Promise<boolean> {
    const taken: Gift = { ...gift, redeemedBy: userId };
    return this.#keyValues.compareAndSet(NAMESPACE, id, gift, taken);
  }
}

/** Letters that look like digits are read as those. */
function normalized(raw: string): string {
  return raw.toUpperCase().replace(/[\s-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
}

function idOf(code: string): string {
  return createHash("sha256").update(`gift code ${code}`).digest("hex");
}
