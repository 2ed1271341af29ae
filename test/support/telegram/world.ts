import { Clock } from "./clock.js";
import { EmulatorEvents } from "./events.js";
import { Limiter } from "./limits.js";
import type { RateLimits } from "./limits.js";
import { BlobStore } from "./state/blob-store.js";
import { Chats } from "./state/chats.js";
import { Files } from "./state/files.js";
import { Messages } from "./state/messages.js";
import { Payments } from "./state/payments.js";
import { PhotoEncoder } from "./state/photos.js";
import { BotProfile } from "./state/profile.js";
import { Queries } from "./state/queries.js";
import { Poller } from "./updates/poller.js";
import { UpdateQueue } from "./updates/queue.js";
import type { User } from "./wire.js";

export interface WorldOptions {
  bot: User;
  limits: RateLimits | null;
  /** Whether in groups the bot gets only what is meant for it. */
  privacyMode: boolean;
  /** Long side in pixels to which photos are reduced. */
  photoMaxSide: number;
  /** How long a callback query may be answered, in ms. */
  callbackLifetimeMs: number;
  /** How long a pre-checkout query may be answered, in ms. */
  checkoutLifetimeMs: number;
  /** As a Bot API server of one's own: no limit on file sizes, getFile gives a path on this machine. */
  localServer: boolean;
}

export interface CallbackAnswer {
  text?: string | undefined;
  alert: boolean;
  url?: string | undefined;
}

export interface CheckoutAnswer {
  ok: boolean;
  error?: string | undefined;
}

/** Telegram's side of everything: who there is, what was said, what the bot still has to hear. */
export class World {
  readonly clock = new Clock();
  readonly events = new EmulatorEvents();
  readonly chats = new Chats();
  readonly files = new Files();
  readonly profile = new BotProfile();
  readonly updates = new UpdateQueue();
  readonly poller = new Poller(this.updates);
  readonly messages = new Messages(this.clock);
  readonly payments = new Payments(this.clock);
  readonly callbacks: Queries<CallbackAnswer>;
  readonly checkouts: Queries<CheckoutAnswer>;
  readonly limiter: Limiter;
  readonly photos: PhotoEncoder;

  private constructor(
    readonly options: WorldOptions,
    readonly blobs: BlobStore,
  ) {
    this.callbacks = new Queries(this.clock, options.callbackLifetimeMs);
    this.checkouts = new Queries(this.clock, options.checkoutLifetimeMs);
    this.limiter = new Limiter(this.clock, options.limits);
    this.photos = new PhotoEncoder(blobs, options.photoMaxSide);
  }

  static async open(options: WorldOptions): Promise<World> {
    return new World(options, await BlobStore.open());
  }

  get bot(): User {
    return this.options.bot;
  }

  /** Forgets all that happened. People, groups and what the bot set about itself stay. */
  async reset(): Promise<void> {
    for (const part of [this.updates, this.messages, this.files, this.photos, this.payments]) part.clear();
    for (const part of [this.callbacks, this.checkouts, this.limiter]) part.clear();
    this.chats.reset();
    await this.blobs.clear();
  }

  async close(): Promise<void> {
    this.events.removeAllListeners();
    await this.blobs.close();
  }
}
