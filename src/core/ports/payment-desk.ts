/** Where people paid, and are paid back. */
export interface PaymentDesk {
  /**
   * Gives the Stars of a charge back to who paid them. Resolves also when they were given back before.
   *
   * @throws any error when it did not work; it is tried again
   */
  refund(personId: string, chargeId: string): Promise<void>;
}
