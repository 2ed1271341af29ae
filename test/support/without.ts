/** A copy that lacks these properties. */
export function without<T extends object, Key extends keyof T>(object: T, ...keys: Key[]): Omit<T, Key> {
  const left = Object.entries(object).filter(([key]) => !(keys as PropertyKey[]).includes(key));
  return Object.fromEntries(left) as Omit<T, Key>;
}
