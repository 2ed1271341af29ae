/** Where people paid, and are paid back. */
export interface PaymentDesk {
  /**
   * Gives the Stars of a charge back to who paid them. Resolves also when they were given back before.
   *
   * @throws any error when it did not work; it is tried again
   */
  refund(personId: string, chargeId: string): Promise<void>;
  /**
   * Tells a person that what a training cost was given back. Resolves also when it will never arrive.
   *
   * @param returned.trainingName absent of one that was deleted
   * @throws any error when it may arrive later; it is tried again
   */
  tellReturned(
    personId: string,
    returned: { readonly points: number; readonly trainingName: string | undefined },
  ): Promise<void>;
}
