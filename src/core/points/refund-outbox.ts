import { Backoff } from "../backoff.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { PaymentDesk } from "../ports/payment-desk.js";
import type { Debt, Debtor } from "./debts.js";

const POLL_MS = 5_000;
/** The second try of what failed; each further one waits twice as long. */
const FIRST_PAUSE_MS = 15_000;
const MAX_PAUSE_MS = 3_600_000;

/** Pays what is owed of purchases and trainings, until it is paid, in the process that has the chat. */
export class RefundOutbox {
  readonly #debtors: readonly Debtor[];
  readonly #desk: PaymentDesk;
  readonly #logger: Logger;
  /** By the debt's key. */
  readonly #backoff: Backoff;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #again = false;
  #busy = false;
  #stopped = false;

  constructor(deps: { debtors: readonly Debtor[]; desk: PaymentDesk; clock: Clock; logger: Logger }) {
    this.#debtors = deps.debtors;
    this.#desk = deps.desk;
    this.#backoff = new Backoff(deps.clock, { first: FIRST_PAUSE_MS, longest: MAX_PAUSE_MS });
    this.#logger = deps.logger;
  }

  /** Pays what is owed, now, whenever something new is owed, and every five seconds. */
  start(): void {
    this.#timer = setInterval(() => {
      this.#begin();
    }, POLL_MS);
    for (const debtor of this.#debtors)
      debtor.listen?.(() => {
        this.#begin();
      });
    this.#begin();
  }

  /** Resolves when the refund under way was made. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    for (const debtor of this.#debtors) debtor.listen?.(() => undefined);
    await this.#round;
  }

  #begin(): void {
    this.#again = true;
    if (this.#busy || this.#stopped) return;
    this.#busy = true;
    this.#round = this.#settleAll();
  }

  async #settleAll(): Promise<void> {
    try {
      while (this.#again && !this.#stopped) {
        this.#again = false;
        const debts = (await Promise.all(this.#debtors.map((debtor) => debtor.debts()))).flat();
        this.#backoff.forgetAllBut(new Set(debts.map(({ key }) => key)));
        for (const debt of debts) await this.#settle(debt);
      }
    } catch (error) {
      this.#logger.error("the refunds that are owed could not be read", { error });
    } finally {
      // In the same breath as the last look: what is owed from now on begins another round.
      this.#busy = false;
    }
  }

  async #settle({ key, settle }: Debt): Promise<void> {
    if (this.#stopped || !this.#backoff.isDue(key)) return;
    try {
      if (await settle(this.#desk)) {
        this.#logger.info("a refund is settled", { of: key });
        return;
      }
    } catch (error) {
      this.#logger.error("a refund could not be made yet", { of: key, error });
    }
    this.#backoff.postpone(key);
  }
}
