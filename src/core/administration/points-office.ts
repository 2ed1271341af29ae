import { DomainError } from "../errors.js";
import type { Accounts } from "../points/accounts.js";
import type { GiftCode, GiftCodes } from "../points/gift-codes.js";
import { reconcile, type Reconciliation, type Runs } from "../points/reconcile.js";
import type { LedgerStore } from "../ports/ledger-store.js";
import type { UserRepository } from "../ports/user-repository.js";
import type { Actor } from "../training/model.js";
import type { AdminLog, AdminRequest } from "./admin-log.js";
import { requireAdmin } from "./require-admin.js";

/** As much as a price can be. */
const MAX_POINTS = 1_000_000;
const MAX_DAYS = 365;

/** What an administrator does with points. Every use case refuses other people with DomainError `not-admin`. */
export class PointsOffice {
  readonly #accounts: Accounts;
  readonly #codes: GiftCodes;
  readonly #postings: LedgerStore;
  readonly #users: UserRepository;
  readonly #runs: Runs;
  readonly #log: AdminLog;
  readonly #pause: () => Promise<void>;

  /** @param deps.pause see {@link reconcile} */
  constructor(deps: {
    accounts: Accounts;
    codes: GiftCodes;
    ledger: LedgerStore;
    users: UserRepository;
    runs: Runs;
    log: AdminLog;
    pause: () => Promise<void>;
  }) {
    this.#accounts = deps.accounts;
    this.#codes = deps.codes;
    this.#postings = deps.ledger;
    this.#users = deps.users;
    this.#runs = deps.runs;
    this.#log = deps.log;
    this.#pause = deps.pause;
  }

  /**
   * A code for points. Asked for twice there are two, and one that nobody was shown is nobody's loss: points begin
   * to be when it is redeemed.
   *
   * @throws DomainError `amount-out-of-range` with `max`: 1 to a million points, 1 to 365 days
   */
  async makeGift(actor: Actor, points: number, days: number): Promise<GiftCode> {
    requireAdmin(actor);
    requireWithin(points, MAX_POINTS);
    requireWithin(days, MAX_DAYS);
    const gift = this.#codes.prepare(points, days);
    await this.#log.write(actor, { deed: "gift-made", thing: gift.id.slice(0, 8), points });
    await this.#codes.issue(gift);
    return gift;
  }

  /**
   * Gives a person points. The same request counts once, however often it is made.
   *
   * @returns what the person has then
   * @throws DomainError `person-unknown`; `amount-out-of-range` with `max`
   */
  async grant(
    actor: Actor,
    to: { personId: string; points: number; reason: string },
    request: AdminRequest,
  ): Promise<number> {
    requireAdmin(actor);
    const { personId, points, reason } = to;
    requireWithin(points, MAX_POINTS);
    if ((await this.#users.get(personId)) === undefined) throw new DomainError("person-unknown");
    await this.#log.write(actor, { deed: "grant", person: personId, points, reason }, request);
    const { id } = request;
    await this.#accounts.ledger.grant({ id, personId, points, about: { reason } });
    return (await this.#accounts.balance(personId)).available;
  }

  /** Proves the books, and explains what is not right. */
  async checkBooks(actor: Actor): Promise<Reconciliation> {
    requireAdmin(actor);
    await this.#log.write(actor, { deed: "books-checked" });
    return reconcile(this.#postings, this.#runs, this.#pause);
  }
}

function requireWithin(number: number, max: number): void {
  if (!Number.isSafeInteger(number) || number < 1 || number > max)
    throw new DomainError("amount-out-of-range", { max });
}
