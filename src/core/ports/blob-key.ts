/** The longest key that S3 takes. */
const MAX_KEY_LENGTH = 1024;
/** The longest file name of common file systems (255 bytes), less what the store appends. */
const MAX_SEGMENT_LENGTH = 240;

/** @throws TypeError unless the key is as the BlobStore port says */
export function assertKey(key: string): void {
  const valid =
    key.length <= MAX_KEY_LENGTH &&
    key.split("/").every((segment) => /^[A-Za-z0-9._-]+$/.test(segment) && !/^\.\.?$/.test(segment)) &&
    key.split("/").every((segment) => segment.length <= MAX_SEGMENT_LENGTH);
  if (!valid) throw new TypeError(`not a blob key: ${JSON.stringify(key.slice(0, 200))}`);
}

/** @throws TypeError unless the prefix is a key and a `/` */
export function assertPrefix(prefix: string): void {
  if (!prefix.endsWith("/")) throw new TypeError(`a prefix ends in "/": ${JSON.stringify(prefix)}`);
  assertKey(prefix.slice(0, -1));
}
