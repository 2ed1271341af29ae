import type { IncomingMessage } from "node:http";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyHeaders } from "@fastify/busboy";

/** The part of OpenAI's audio transcriptions that a caption needs. */
export interface TranscriptionRequest {
  readonly model: string;
  readonly fileName: string;
  readonly speech: Buffer;
}

const FIELDS = ["model", "response_format"];

/** Reads the form. @throws Error for a field that is missing, unknown or of another kind than OpenAI takes */
export async function readTranscription(request: IncomingMessage): Promise<TranscriptionRequest> {
  const fields = new Map<string, string>();
  const files: Promise<{ fileName: string; speech: Buffer }>[] = [];
  const form = new Busboy({ headers: request.headers as BusboyHeaders });
  form.on("field", (name, value) => fields.set(name, value));
  form.on("file", (name, stream, fileName) => {
    fields.set(name, fileName);
    files.push(buffer(stream).then((speech) => ({ fileName, speech })));
  });
  await pipeline(request, form);
  const [file] = await Promise.all(files);
  const unknown = [...fields.keys()].filter((name) => ![...FIELDS, "file"].includes(name));
  if (unknown.length > 0) throw new Error(`unknown fields: ${unknown.join()}`);
  if (file === undefined || !fields.has("file") || file.speech.length === 0)
    throw new Error("there is no file");
  // By the name's ending OpenAI tells what kind of sound it is.
  if (!/\.(ogg|mp3|m4a|wav|webm|flac)$/.test(file.fileName)) throw new Error(`what is ${file.fileName}?`);
  if (fields.get("response_format") !== "json") throw new Error("another answer than JSON is wanted");
  const model = fields.get("model") ?? "";
  if (model === "") throw new Error("there is no model");
  return { model, ...file };
}
