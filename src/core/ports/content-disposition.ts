/** Characters that RFC 5987 lets stand as they are and encodeURIComponent leaves alone; others are encoded. */
const NOT_ATTR_CHAR = /['()*]/g;

/**
 * A Content-Disposition header that makes a browser save the file under this name (RFC 6266): the real name
 * for those who read `filename*`, an ASCII one for the others.
 */
export function attachment(fileName: string): string {
  // A lone surrogate has no UTF-8 form.
  const wellFormed = Buffer.from(fileName, "utf8").toString("utf8");
  const ascii = wellFormed.replace(/[^\x20-\x7e]|["\\/%;]/gu, "_");
  const encoded = encodeURIComponent(wellFormed).replace(
    NOT_ATTR_CHAR,
    (character) => "%" + character.charCodeAt(0).toString(16).toUpperCase(),
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
