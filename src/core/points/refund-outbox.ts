import { Backoff } from "../backoff.js";
import type { Clock } from "../ports/clock.js";
import type { Logger } from "../ports/logger.js";
import type { PaymentDesk } from "../ports/payment-desk.js";
import type { Debt, Refunds } from "./refunds.js";

const POLL_MS = 5_000;
/** The second try of what failed; each further one waits twice as long. */
const FIRST_PAUSE_MS = 15_000;
const MAX_PAUSE_MS = 3_600_000;

/** Pays what is owed of purchases, until it is paid, in the process that has the chat. */
export class RefundOutbox {
  readonly #refunds: Refunds;
  readonly #desk: PaymentDesk;
  readonly #logger: Logger;
  /** By charge. */
  readonly #backoff: Backoff;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(deps: { refunds: Refunds; desk: PaymentDesk; clock: Clock; logger: Logger }) {
    this.#refunds = deps.refunds;
    this.#desk = deps.desk;
    this.#backoff = new Backoff(deps.clock, { first: FIRST_PAUSE_MS, longest: MAX_PAUSE_MS });
    this.#logger = deps.logger;
  }

  /** Pays what is owed, now, whenever something new is owed, and every five seconds. */
  start(): void {
    this.#timer = setInterval(() => {
      this.#begin();
    }, POLL_MS);
    this.#refunds.listen(() => {
      this.#begin();
    });
    this.#begin();
  }

  /** Resolves when the refund under way was made. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#refunds.listen(() => undefined);
    await this.#round;
  }

  #begin(): void {
    this.#again = true;
    this.#round ??= this.#settleAll()
      .catch((error: unknown) => {
        this.#logger.error("the refunds that are owed could not be read", { error });
      })
      .finally(() => {
        this.#round = undefined;
      });
  }

  async #settleAll(): Promise<void> {
    while (this.#again && !this.#stopped) {
      this.#again = false;
      const debts = await this.#refunds.debts();
      this.#backoff.forgetAllBut(new Set(debts.map(({ chargeId }) => chargeId)));
      for (const debt of debts) await this.#settle(debt);
    }
  }

  async #settle({ chargeId, settle }: Debt): Promise<void> {
    if (this.#stopped || !this.#backoff.isDue(chargeId)) return;
    try {
      if (await settle(this.#desk)) {
        this.#logger.info("a refund is settled", { charge: chargeId });
        return;
      }
    } catch (error) {
      this.#logger.error("a refund could not be made yet", { charge: chargeId, error });
    }
    this.#backoff.postpone(chargeId);
  }
}
