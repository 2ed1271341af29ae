import { expect } from "chai";
import { Api, GrammyError } from "grammy";
import { TelegramEmulator } from "../../../support/telegram/index.js";
import type { EmulatorOptions, Person, PersonChat } from "../../../support/telegram/index.js";

/** An emulator, grammY's own client pointed at it, and one person who has started the bot. */
export interface Rig {
  telegram: TelegramEmulator;
  api: Api;
  anna: Person;
  chat: PersonChat;
}

export async function startRig(options: EmulatorOptions = { limits: "off" }): Promise<Rig> {
  const telegram = await TelegramEmulator.start(options);
  const api = new Api(telegram.token, { apiRoot: telegram.apiRoot });
  const anna = telegram.person({ id: 5_472_638_766, firstName: "Anna", languageCode: "en" });
  const chat = anna.privateChat();
  await chat.send("/start");
  return { telegram, api, anna, chat };
}

/** Expects a call to be refused and gives the refusal. */
export async function refusal(call: Promise<unknown>): Promise<GrammyError> {
  try {
    await call;
  } catch (error) {
    if (error instanceof GrammyError) return error;
    throw error;
  }
  return expect.fail("the call was not refused");
}

/** A plain POST, for what a typed client would not send. */
export async function postJson(
  telegram: TelegramEmulator,
  method: string,
  body: unknown,
  token = telegram.token,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${telegram.apiRoot}/bot${token}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
