import { S3Client } from "@aws-sdk/client-s3";

const CONNECTION_TIMEOUT_MS = 5000;
/** A connection on which nothing moves. */
const IDLE_TIMEOUT_MS = 60_000;
/** For a request until its answer begins: a part of an upload over a line of 1 Mbit/s, and then some. */
const REQUEST_TIMEOUT_MS = 180_000;
/** The first try and three more, with growing pauses. */
const MAX_ATTEMPTS = 4;

export interface S3Options {
  /** Absent for AWS itself. */
  readonly endpoint?: string | undefined;
  /** R2 says "auto". */
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /**
   * The bucket in the path and not in the host name, as most servers but AWS want it; true where an endpoint
   * is given.
   */
  readonly forcePathStyle?: boolean;
  /** For one try of a request until its answer begins; three minutes when none is given. */
  readonly requestTimeoutMs?: number;
}

/** A client for S3 or a server that speaks as S3 does; one serves all buckets. */
export function createS3Client(options: S3Options): S3Client {
  return new S3Client({
    region: options.region,
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    forcePathStyle: options.forcePathStyle ?? options.endpoint !== undefined,
    credentials: { accessKeyId: options.accessKeyId, secretAccessKey: options.secretAccessKey },
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      socketTimeout: IDLE_TIMEOUT_MS,
      requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
    // R2 and older servers know nothing of the checksums that the SDK adds by default. Bodies are covered all
    // the same: the signature of a request is over the SHA-256 of what it carries.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
}

export type { S3Client };
