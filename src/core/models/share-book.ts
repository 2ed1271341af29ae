import { randomBytes } from "node:crypto";
import type { KeyValueStore } from "../ports/key-value-store.js";

/** Shares by their token. */
const SHARES = "model-shares";
/** The token of a model's share by "<owner>/<model>": a share is good as long as its token stands here. */
const TOKENS = "model-share-tokens";
/** What a person took, by person. */
const RECEIVED = "received-models";
/** 128 bits: nobody guesses one. Base64url of them fits Telegram's links and buttons. */
const TOKEN_BYTES = 16;
/** Writers of one person's list are few: their taps on two devices. */
const MAX_TRIES = 10;

export interface Share {
  readonly ownerId: string;
  readonly modelId: string;
}

/** A share that a person took. It names nobody, so that nothing of its owner stays when they are forgotten. */
export interface ReceivedShare {
  readonly token: string;
  readonly acceptedAt: number;
}

/** What is kept of shared models: who has a link to what. No rights are checked here. */
export class ShareBook {
  readonly #keyValues: KeyValueStore;

  constructor(keyValues: KeyValueStore) {
    this.#keyValues = keyValues;
  }

  /** The token of a model's share, if it has one. */
  async tokenOf({ ownerId, modelId }: Share): Promise<string | undefined> {
    return (await this.#keyValues.read(TOKENS, `${ownerId}/${modelId}`)) as string | undefined;
  }

  /** Begins a share, or gives the token of the one there is: also where two begin at the same time. */
  async begin(share: Share): Promise<string> {
    const { ownerId, modelId } = share;
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    // First what the token leads to: a token that is given out always leads somewhere.
    await this.#keyValues.write(SHARES, token, share);
    if (await this.#keyValues.compareAndSet(TOKENS, `${ownerId}/${modelId}`, undefined, token)) return token;
    await this.#keyValues.delete(SHARES, token);
    return (await this.tokenOf(share)) ?? this.begin(share);
  }

  /** What a token leads to; undefined when it is unknown or its share has ended. */
  async find(token: string): Promise<Share | undefined> {
    const share = (await this.#keyValues.read(SHARES, token)) as Share | undefined;
    if (share === undefined || (await this.tokenOf(share)) !== token) return undefined;
    return share;
  }

  /** Ends a model's share for all who have it. Gives whether there was one. */
  async end(share: Share): Promise<boolean> {
    const token = await this.tokenOf(share);
    if (token === undefined) return false;
    await this.#keyValues.delete(TOKENS, `${share.ownerId}/${share.modelId}`);
    await this.#keyValues.delete(SHARES, token);
    return true;
  }

  /** What a person took, in the order in which they did. */
  async received(userId: string): Promise<readonly ReceivedShare[]> {
    return ((await this.#keyValues.read(RECEIVED, userId)) ?? []) as readonly ReceivedShare[];
  }

  /** Changes what a person has; again from the start when somebody else wrote in between. */
  async changeReceived(
    userId: string,
    change: (received: readonly ReceivedShare[]) => readonly ReceivedShare[],
  ): Promise<void> {
    for (let tries = 1; ; tries++) {
      const stored = await this.#keyValues.read(RECEIVED, userId);
      const before = (stored ?? []) as readonly ReceivedShare[];
      const after = change(before);
      if (after === before) return;
      if (await this.#keyValues.compareAndSet(RECEIVED, userId, stored, after)) return;
      if (tries === MAX_TRIES) throw new Error(`the shares of ${userId} are written to without an end`);
    }
  }

  /** Deletes what a person took. */
  async forgetReceived(userId: string): Promise<void> {
    await this.#keyValues.delete(RECEIVED, userId);
  }
}
