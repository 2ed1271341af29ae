import type { PaymentDesk } from "../ports/payment-desk.js";

/** Something that is owed, and how to be rid of it. */
export interface Debt {
  /** A charge's id, a training's or a hold's. */
  readonly key: string;
  /** Gives whether it has come about. */
  readonly settle: (desk: PaymentDesk) => Promise<boolean>;
}

/** Who notes what is owed before it is paid, so that a process that dies in between leaves it to the next. */
export interface Debtor {
  /** All that is owed still. @throws DomainError `storage-failed` */
  debts(): Promise<Debt[]>;
  /** Calls this when something new is owed; without it, it is seen within seconds. */
  listen?(listener: () => void): void;
}
