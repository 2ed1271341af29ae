import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Training } from "../../../src/core/training/model.js";
import { isTerminal } from "../../../src/core/training/state.js";
import type { JournalLine } from "../../support/fake-python.js";
import type { Customer } from "./customer.js";
import type { Rig } from "./rig.js";

const LINK = /https?:\/\/\S+/g;
const FETCH_TRIES = 20;

/** What went wrong for one person. */
export interface Fate {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  /** Trainings that ended in "could not be trained", as their person was told. */
  readonly failed: number;
}

/** Holds a person's trainings against what they were told, and against what the trainer wrote. */
export async function fateOf(rig: Rig, customer: Customer, journal: readonly JournalLine[]): Promise<Fate> {
  const lost: string[] = [];
  const doubled: string[] = [];
  if (customer.despair !== undefined) lost.push(customer.despair);
  const all = await rig.stores.trainings.listByOwner(customer.userId, { limit: 50 });
  const accepted = all.filter(({ status }) => status !== "DRAFT");
  const sawCard = customer.chat.messages.some(({ fromBot, text }) => fromBot && text.startsWith("🎞"));
  if (sawCard && accepted.length === 0) lost.push("a training that was accepted is gone");
  const failed = accepted.filter(({ status }) => status === "FAILED").length;
  const toldFailed = customer.endings.filter(({ text }) => text.includes("could not be trained")).length;
  if (toldFailed < failed) lost.push(`${failed} failed, ${toldFailed} were told`);
  if (toldFailed > 0 && failed === 0) doubled.push("told of a failure that there was not");
  for (const training of accepted) {
    const name = `${training.id} (${training.status})`;
    if (!isTerminal(training.status)) lost.push(`${name} has no final state`);
    const images = training.imageIds?.length ?? 0;
    if (images < customer.photoCount) lost.push(`${name}: ${images} of ${customer.photoCount} photos`);
    if (images > customer.photoCount)
      doubled.push(`${name}: ${images} photos, ${customer.photoCount} were sent`);
    if (training.notices.length > 0) lost.push(`${name} still owes its person a message`);
    if (training.status === "COMPLETED") lost.push(...(await modelFaults(customer, training, journal)));
  }
  const models = await rig.stores.models.listByOwner(customer.userId, { limit: 50 });
  const completed = accepted.filter(({ status }) => status === "COMPLETED").length;
  if (models.length > completed) doubled.push(`${models.length} models of ${completed} trainings`);
  return { lost, doubled, failed };
}

/** Whether the person was given the very bytes that the trainer made. */
async function modelFaults(
  { endings }: Customer,
  { id }: Training,
  journal: readonly JournalLine[],
): Promise<string[]> {
  const made = journal.findLast(({ training, what }) => training === id && what === "done")?.sha256;
  if (made === undefined) return [`${id} is completed, and no trainer finished it`];
  const message = endings.find(({ text }) => text.includes(made));
  if (message === undefined) return [`${id}: no message names the model with SHA-256 ${made}`];
  const link = [...message.text.matchAll(LINK)].map(([url]) => url)[0];
  const url = link ?? message.keyboard.flat().find((button) => button.url !== undefined)?.url;
  if (url === undefined) return [`${id}: its message has no link`];
  const got = createHash("sha256")
    .update(await download(url))
    .digest("hex");
  return got === made ? [] : [`${id}: the link gives SHA-256 ${got}, the trainer made ${made}`];
}

async function download(url: string): Promise<Buffer> {
  for (let tries = 1; ; tries++) {
    try {
      const answer = await fetch(url);
      if (answer.ok) return Buffer.from(await answer.arrayBuffer());
      if (tries === FETCH_TRIES) return Buffer.from(`answered with ${answer.status}`);
    } catch (error) {
      if (tries === FETCH_TRIES) return Buffer.from(String(error));
    }
    await sleep(250);
  }
}
