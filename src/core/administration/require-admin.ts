import { DomainError } from "../errors.js";
import type { Actor } from "../training/model.js";

/** @throws DomainError `not-admin` */
export function requireAdmin(actor: Actor): void {
  if (!actor.isAdmin) throw new DomainError("not-admin");
}
