import type { AdminNotice } from "../administration/notices.js";

/** Tells the administrators, each on their own channel, what they should know without having asked. */
export interface AdminNotifier {
  /** Ids of all administrators. */
  readonly adminIds: readonly string[];
  /**
   * @returns "undeliverable" while the administrator cannot be written to (has never begun a chat, or blocked it)
   * @throws any error when it may arrive later; the admin outbox tries again, after both
   */
  notify(adminId: string, notice: AdminNotice): Promise<"delivered" | "undeliverable">;
}
