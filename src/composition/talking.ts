import { AdminOutbox } from "../core/administration/admin-outbox.js";
import { AdminNotices } from "../core/administration/notices.js";
import type { LeadersWork } from "../core/leadership/leadership.js";
import type { TrainingEvents } from "../core/training/events.js";
import type { Charging } from "../core/training/charging.js";
import { RefundOutbox } from "../core/points/refund-outbox.js";
import type { Till } from "../core/points/till.js";
import { Outbox } from "../core/training/outbox.js";
import { RemoteTrainings } from "../core/training/remote-trainings.js";
import type { Foundation } from "./foundation.js";
import type { TelegramSide } from "./telegram-side.js";
import type { WorkSide } from "./work-side.js";

/** What the one process does that talks: it answers updates, delivers what is owed, and shows all trainings. */
export class Talking implements LeadersWork {
  readonly #telegram: TelegramSide;
  readonly #newOutbox: () => Outbox;
  readonly #remote: RemoteTrainings;
  readonly #newAdminOutbox: () => AdminOutbox;
  readonly #charging: Charging;
  #outbox: Outbox | undefined;
  #adminOutbox: AdminOutbox | undefined;
  readonly #newRefundOutbox: () => RefundOutbox;
  #refundOutbox: RefundOutbox | undefined;

  /**
   * @param deps.shown what happens in any process; trainings of others are told here
   * @param deps.leads whether this process leads at this instant
   */
  constructor(
    { stores, records, clock, logger }: Foundation,
    deps: {
      telegram: TelegramSide;
      work: WorkSide | undefined;
      shown: TrainingEvents;
      till: Till;
      leads: () => boolean;
      charging: Charging;
    },
  ) {
    const { telegram, work, shown, till, leads, charging } = deps;
    const { trainings, models } = stores;
    const { messenger, adminNotifier: notifier } = telegram;
    this.#telegram = telegram;
    this.#newOutbox = () =>
      new Outbox({
        trainings,
        records,
        models,
        charging,
        messenger,
        events: shown,
        mayDeliver: leads,
        logger,
      });
    this.#charging = charging;
    const notices = new AdminNotices(stores.keyValues);
    this.#newAdminOutbox = () => new AdminOutbox({ notices, notifier, clock, logger });
    const { paymentDesk: desk } = telegram;
    this.#newRefundOutbox = () => new RefundOutbox({ ...till, desk, clock, logger });
    this.#remote = new RemoteTrainings({
      trainings,
      told: shown,
      isOwn: ({ job }) => work !== undefined && job?.workerId === work.workerId,
      logger,
    });
  }

  async begin(): Promise<void> {
    this.#charging.start();
    await this.#telegram.begin();
    this.#outbox = this.#newOutbox();
    this.#outbox.start();
    this.#adminOutbox = this.#newAdminOutbox();
    this.#adminOutbox.start();
    this.#refundOutbox = this.#newRefundOutbox();
    this.#refundOutbox.start();
    this.#remote.start();
  }

  async end(): Promise<void> {
    await this.#remote.stop();
    try {
      await this.#telegram.end();
    } finally {
      await Promise.all([
        this.#outbox?.stop(),
        this.#adminOutbox?.stop(),
        this.#refundOutbox?.stop(),
        this.#charging.stop(),
      ]);
    }
  }
}
