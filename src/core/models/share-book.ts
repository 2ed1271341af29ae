import { randomBytes } from "node:crypto";
import type { KeyValueStore } from "../ports/key-value-store.js";

/** What can be shared: where its shares are kept, and by which name a share says what it is of. */
interface Shelf {
  /** Shares by their token. */
  readonly shares: string;
  /** The token of a thing's share by "<owner>/<thing>": a share is good as long as its token stands here. */
  readonly tokens: string;
  readonly of: string;
}

export const SHARED_MODELS: Shelf = { shares: "model-shares", tokens: "model-share-tokens", of: "modelId" };
/** A dataset is named after its training. */
export const SHARED_DATASETS: Shelf = {
  shares: "dataset-shares",
  tokens: "dataset-share-tokens",
  of: "trainingId",
};

/** 128 bits: nobody guesses one. Base64url of them fits Telegram's links and buttons. */
const TOKEN_BYTES = 16;

export interface Share {
  readonly ownerId: string;
  /** The model's id, or that of the training whose dataset it is. */
  readonly thingId: string;
}

/** What is kept of shared models, or of shared datasets: who has a link to what. No rights are checked here. */
export class ShareBook {
  readonly #keyValues: KeyValueStore;
  readonly #shelf: Shelf;

  constructor(keyValues: KeyValueStore, shelf: Shelf) {
    this.#keyValues = keyValues;
    this.#shelf = shelf;
  }

  /** The token of a thing's share, if it has one. */
  async tokenOf(share: Share): Promise<string | undefined> {
    return (await this.#keyValues.read(this.#shelf.tokens, keyOf(share))) as string | undefined;
  }

  /** Begins a share, or gives the token of the one there is: also where two begin at the same time. */
  async begin(share: Share): Promise<string> {
    const { shares, tokens, of } = this.#shelf;
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    // First what the token leads to: a token that is given out always leads somewhere.
    await this.#keyValues.write(shares, token, { ownerId: share.ownerId, [of]: share.thingId });
    if (await this.#keyValues.compareAndSet(tokens, keyOf(share), undefined, token)) return token;
    await this.#keyValues.delete(shares, token);
    return (await this.tokenOf(share)) ?? this.begin(share);
  }

  /** What a token leads to; undefined when it is unknown or its share has ended. */
  async find(token: string): Promise<Share | undefined> {
    const { shares, of } = this.#shelf;
    const stored = (await this.#keyValues.read(shares, token)) as Record<string, string> | undefined;
    const { ownerId, [of]: thingId } = stored ?? {};
    if (ownerId === undefined || thingId === undefined) return undefined;
    const share = { ownerId, thingId };
    return (await this.tokenOf(share)) === token ? share : undefined;
  }

  /** Ends a thing's share for all who have it. Gives whether there was one. */
  async end(share: Share): Promise<boolean> {
    const { shares, tokens } = this.#shelf;
    const token = await this.tokenOf(share);
    if (token === undefined) return false;
    await this.#keyValues.delete(tokens, keyOf(share));
    await this.#keyValues.delete(shares, token);
    return true;
  }
}

function keyOf({ ownerId, thingId }: Share): string {
  return `${ownerId}/${thingId}`;
}
