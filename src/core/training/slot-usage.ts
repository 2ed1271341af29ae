import type { Clock } from "../ports/clock.js";

interface Use {
  readonly endedMs: number;
  readonly since?: number;
}

export interface SlotState {
  readonly id: string;
  readonly busy: boolean;
  /** Since the process started, the job that runs now included. */
  readonly busySeconds: number;
}

/** How long each slot of this process was busy with a job. */
export class SlotUsage {
  readonly #clock: Clock;
  readonly #uses = new Map<string, Use>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** From now on the slot is told of, idle until it begins. */
  add(slotId: string): void {
    this.#uses.set(slotId, this.#uses.get(slotId) ?? { endedMs: 0 });
  }

  begin(slotId: string): void {
    this.#uses.set(slotId, { endedMs: this.#busyMs(slotId), since: this.#clock.now() });
  }

  end(slotId: string): void {
    this.#uses.set(slotId, { endedMs: this.#busyMs(slotId) });
  }

  /** Every slot, in the order in which they were added. */
  states(): SlotState[] {
    return [...this.#uses].map(([id, { since }]) => ({
      id,
      busy: since !== undefined,
      busySeconds: this.#busyMs(id) / 1000,
    }));
  }

  #busyMs(slotId: string): number {
    const { endedMs = 0, since } = this.#uses.get(slotId) ?? {};
    return since === undefined ? endedMs : endedMs + Math.max(0, this.#clock.now() - since);
  }
}
