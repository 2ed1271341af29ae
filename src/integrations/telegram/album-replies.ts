import type { MediaMessage } from "./media-message.js";
import { RecentIds } from "./recent-ids.js";

/** Albums of this many people at once are told apart. */
const REMEMBERED = 1_000;

/** An album is one thing to its sender: what is said to it is said once, not to each of its photos. */
export class AlbumReplies {
  readonly #answered = new RecentIds(REMEMBERED);

  /** Whether nothing was said to this message's album yet; true for a message that is in none. */
  isFirst(message: Pick<MediaMessage, "chat" | "media_group_id">): boolean {
    if (message.media_group_id === undefined) return true;
    const album = `${message.chat.id}:${message.media_group_id}`;
    if (this.#answered.has(album)) return false;
    this.#answered.add(album);
    return true;
  }
}
