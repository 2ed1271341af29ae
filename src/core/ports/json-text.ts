/**
 * A value as a key-value store keeps it. What was read from such a text gives the same text again, so a store
 * may compare texts.
 *
 * @throws TypeError when the value is no JSON
 */
export function jsonText(namespace: string, key: string, value: unknown): string {
  const json = JSON.stringify(value) as string | undefined;
  if (json === undefined) {
    throw new TypeError(`The value of ${namespace}/${key} is no JSON; delete the key instead`);
  }
  return json;
}
