import { extname } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".jpg": "image/jpeg",
  ".png": "image/png",
  ".webp": "image/webp",
  ".json": "application/json",
  ".txt": "text/plain; charset=utf-8",
  ".zip": "application/zip",
};

const UNKNOWN = "application/octet-stream";

/** What a key's extension says; a blob of that type needs no note beside it. */
export function typeOfExtension(key: string): string {
  return TYPES[extname(key)] ?? UNKNOWN;
}
