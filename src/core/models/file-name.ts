/** What the trainer calls the one file of a model that has one. */
const ONLY_ROLE = "lora";

/**
 * The name under which a person saves a model's file; the role tells the files of one model apart.
 *
 * @param step of a file that is not the last step's
 */
export function modelFileName(name: string, recipeId: string, role: string, step?: number): string {
  const at = step === undefined ? "" : `-step${step}`;
  const suffix = role === ONLY_ROLE ? "" : `-${safeRole(role)}`;
  return `${fileStem(name) ?? "model"}-${recipeId}${suffix}${at}.safetensors`;
}

/** Leaves room in a key's segment and in a file's name. */
const MAX_ROLE = 40;

/** A role as part of a key and of a file's name. */
export function safeRole(role: string): string {
  const safe = role.replace(/[^A-Za-z0-9_-]/g, "-").slice(0, MAX_ROLE);
  return safe === "" ? ONLY_ROLE : safe;
}

/** A name as a file name that every system takes; undefined where nothing of it can stand in one. */
export function fileStem(name: string): string | undefined {
  const stem = name
    .normalize("NFC")
    .replace(/[^\p{L}\p{M}\p{N}_-]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return stem === "" ? undefined : stem;
}
