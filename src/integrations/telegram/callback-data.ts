/**
 * What a button of ours says when it is tapped: a scope, the training it is about, a verb, an argument. The
 * training's id is in it so that a button of an old message acts on the training it was made for.
 * Telegram's bound is 64 bytes: ids take up to 32, a scope 1, verbs up to 12, arguments the rest.
 */
export interface ButtonData {
  readonly scope: "draft" | "training";
  readonly trainingId: string;
  readonly verb: string;
  readonly argument: string;
}

const SCOPES = { d: "draft", t: "training" } as const;
const MAX_BYTES = 64;

export function draftButton(trainingId: string, verb: string, argument: string | number = ""): string {
  return encode("d", trainingId, verb, argument);
}

export function trainingButton(trainingId: string, verb: string, argument: string | number = ""): string {
  return encode("t", trainingId, verb, argument);
}

/** Reads a button's data; undefined when it is not one of these. */
export function parseButton(data: string | undefined): ButtonData | undefined {
  const match = /^([dt]):([a-z0-9]{1,32}):([a-z-]+):(.*)$/.exec(data ?? "");
  const [, scope, trainingId, verb, argument] = match ?? [];
  if (scope === undefined || trainingId === undefined || verb === undefined || argument === undefined) {
    return undefined;
  }
  return { scope: SCOPES[scope as keyof typeof SCOPES], trainingId, verb, argument };
}

function encode(scope: string, trainingId: string, verb: string, argument: string | number): string {
  const data = `${scope}:${trainingId}:${verb}:${argument}`;
  if (Buffer.byteLength(data) > MAX_BYTES) throw new RangeError(`button data is too long: ${data}`);
  return data;
}
