import { Types, type Model } from "mongoose";
import { DomainError } from "../../core/errors.js";
import type { StoredUpdate, UpdateInbox } from "../../core/ports/update-inbox.js";
import type { Collections } from "./collections.js";
import type { StoredInboxUpdate } from "./documents.js";
import { isDuplicate, type Attempt } from "./errors.js";

/** A hundredth of what is remembered may be over before old updates are removed: it costs a walk along them. */
const TRIMS_PER_ROUND = 100;

/** The places in a batch that were refused, each because its update was there already. */
function refusedPlaces(error: unknown): ReadonlySet<number> {
  const refused = error instanceof Error && "writeErrors" in error ? error.writeErrors : undefined;
  const errors = (Array.isArray(refused) ? refused : [refused]) as (
    { code: number; index: number } | undefined
  )[];
  if (!isDuplicate(error) || errors.some((each) => each?.code !== 11000)) {
    throw error;
  }
  return new Set(errors.flatMap((each) => (each === undefined ? [] : [each.index])));
}

export class MongoUpdateInbox implements UpdateInbox {
  readonly #updates: Model<StoredInboxUpdate>;
  readonly #attempt: Attempt;
  readonly #remembered: number;
  #doneSinceTrim = 0;

  /** @param remembered how many handled updates are known when they come again */
  constructor({ inboxUpdates }: Collections, attempt: Attempt, remembered: number) {
    this.#updates = inboxUpdates;
    this.#attempt = attempt;
    this.#remembered = remembered;
  }

  async append(updates: readonly { id: number; body: unknown }[]): Promise<number[]> {
    if (updates.length === 0) {
      return [];
    }
    const ids = updates.map(({ id }) => id);
    const documents = updates.map(({ id, body }) => ({
      _id: id,
      waiting: true as const,
      body: JSON.stringify(body),
      attempts: 0,
    }));
    return this.#attempt(async () => {
      try {
        await this.#updates.insertMany(documents, { ordered: false });
        return ids;
      } catch (error) {
        const refused = refusedPlaces(error);
        return ids.filter((_, place) => !refused.has(place));
      }
    });
  }

  pending(): Promise<StoredUpdate[]> {
    return this.#attempt(async () => {
      const found = await this.#updates.find({ waiting: true }).sort({ _id: 1 }).lean<StoredInboxUpdate[]>();
      return found.map(({ _id, body, attempts }) => ({
        id: _id,
        body: JSON.parse(body ?? "null") as unknown,
        attempts: attempts ?? 0,
      }));
    });
  }

  begin(id: number): Promise<number> {
    return this.#attempt(async () => {
      const begun = await this.#updates
        .findOneAndUpdate({ _id: id, waiting: true }, { $inc: { attempts: 1 } }, { returnDocument: "after" })
        .lean<StoredInboxUpdate | null>();
      if (begun?.attempts === undefined) {
        throw new DomainError("not-found");
      }
      return begun.attempts;
    });
  }

  done(id: number): Promise<void> {
    return this.#attempt(async () => {
      await this.#updates.updateOne(
        { _id: id, waiting: true },
        // An ObjectId is later than all that this process made before, and than others' to the second.
        { $set: { handled: new Types.ObjectId() }, $unset: { waiting: 1, body: 1, attempts: 1 } },
      );
      this.#doneSinceTrim += 1;
      if (this.#doneSinceTrim >= this.#remembered / TRIMS_PER_ROUND) {
        this.#doneSinceTrim = 0;
        await this.#trim();
      }
    });
  }

  /** Forgets all that were handled before the newest ones. */
  async #trim(): Promise<void> {
    const handled = { $gt: new Types.ObjectId("000000000000000000000000") };
    const oldest = await this.#updates
      .findOne({ handled })
      .sort({ handled: -1 })
      .skip(this.#remembered)
      .lean<StoredInboxUpdate | null>();
    if (oldest !== null) {
      await this.#updates.deleteMany({ handled: { ...handled, $lte: oldest.handled } });
    }
  }
}
