/** What was deleted for a person who asked to be forgotten. */
export interface Receipt {
  readonly trainings: number;
  readonly images: number;
  readonly models: number;
  /** Links by which their models were shared, and which lead nowhere now. */
  readonly links: number;
  /** And those by which their photos were. */
  readonly photoLinks: number;
  /** Models of others that they had taken. */
  readonly received: number;
}
