/** With so many photos below it, a card has left a phone's screen. */
const FAR = 10;
/** Nothing more came for so long: whoever sends photos has paused, and looks for the card. */
const QUIET_MS = 2_500;

/** How far cards were left behind by what came below them, and when each is to be brought to the bottom again. */
export class CardDrift {
  readonly #below = new Map<string, number>();
  readonly #moves = new Map<string, NodeJS.Timeout>();

  /** Something came below the card. */
  came(id: string): void {
    this.#below.set(id, (this.#below.get(id) ?? 0) + 1);
    this.busy(id);
  }

  /** Something is going on: the card stays where it is for now. */
  busy(id: string): void {
    clearTimeout(this.#moves.get(id));
    this.#moves.delete(id);
  }

  /** The card is up to date: where it is far up, it moves as soon as it has been quiet for a while. */
  rest(id: string, move: () => void): void {
    this.busy(id);
    if ((this.#below.get(id) ?? 0) < FAR) return;
    const timer = setTimeout(() => {
      this.#moves.delete(id);
      move();
    }, QUIET_MS);
    this.#moves.set(id, timer);
  }

  /** The card is at the bottom, or there is none any more. */
  reset(id: string): void {
    this.busy(id);
    this.#below.delete(id);
  }

  /** Nothing moves any more. */
  stop(): void {
    for (const id of [...this.#moves.keys()]) this.busy(id);
  }
}
