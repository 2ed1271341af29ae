import { createHmac, timingSafeEqual } from "node:crypto";
import { DomainError } from "../../core/errors.js";
import type { LinkOptions } from "../../core/ports/blob-store.js";
import type { Clock } from "../../core/ports/clock.js";

const PATH = /^\/files\/([a-z0-9-]+)\/(.+)$/;

/** What a link is signed for. */
export interface SignedFile {
  readonly bucket: string;
  readonly key: string;
  readonly fileName: string;
}

/** Makes download links that end by themselves, and reads them again. */
export class LinkSigner {
  /**
   * @param baseUrl where the HTTP side is reached from outside, without a slash at its end
   * @param secret at least 32 bytes; links of another secret are refused
   */
  constructor(
    private readonly baseUrl: string,
    private readonly secret: Buffer,
    private readonly clock: Clock,
  ) {
    if (secret.length < 32) throw new TypeError("the link secret needs at least 32 bytes");
  }

  sign(bucket: string, key: string, { fileName: name, expiresInSeconds }: LinkOptions): string {
    // A lone surrogate would come back from the link as another character.
    const fileName = Buffer.from(name, "utf8").toString("utf8");
    const expires = String(Math.ceil(this.clock.now() / 1000) + expiresInSeconds);
    const signature = this.digest({ bucket, key, fileName }, expires).toString("base64url");
    const query = new URLSearchParams({ name: fileName, expires, signature });
    return `${this.baseUrl}/files/${bucket}/${key}?${query.toString()}`;
  }

  /**
   * @param path what follows the base URL, without the query
   * @throws DomainError `link-invalid`, `link-expired`
   */
  verify(path: string, query: Readonly<Record<string, string>>): SignedFile {
    const { name, expires, signature } = query;
    const [, bucket, key] = PATH.exec(path) ?? [];
    if (!bucket || !key || name === undefined || expires === undefined || signature === undefined) {
      throw new DomainError("link-invalid");
    }
    const file = { bucket, key, fileName: name };
    const expected = this.digest(file, expires);
    const given = Buffer.from(signature, "base64url");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new DomainError("link-invalid");
    }
    if (this.clock.now() >= Number(expires) * 1000) throw new DomainError("link-expired");
    return file;
  }

  /** Over a JSON array, so that no part can run into the next. */
  private digest({ bucket, key, fileName }: SignedFile, expires: string): Buffer {
    return createHmac("sha256", this.secret)
      .update(JSON.stringify([bucket, key, fileName, expires]))
      .digest();
  }
}
