import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { play, type Played, type Playing } from "../journeys/play.js";
import type { ChatMessage } from "../support/telegram/index.js";
import { chatEntries } from "./chat-content.js";
import { transcriptPage } from "./page.js";
import { Recording, type Moment } from "./recording.js";

/**
 * Plays a journey and writes its page, and beside it a folder of the pictures that the bot sent: contact sheets,
 * progress cards, samples, as they were sent.
 *
 * @param folder is made where it is not there
 * @returns the paths of the page and of the folder of pictures
 * @throws where the bot does not do its part
 */
export async function writeTranscript(
  playing: Playing,
  folder: string,
): Promise<{ page: string; pictures: string }> {
  const { journey, language, recipeId } = playing;
  const name = [journey.name, ...(recipeId === undefined ? [] : [recipeId]), language].join(".");
  const page = join(folder, `${name}.html`);
  const pictures = join(folder, name);
  let recording: Recording | undefined;
  await play(
    playing,
    async ({ people }: Played) => {
      const recorded = recording;
      if (recorded === undefined) throw new Error("nobody listened");
      const chats = await Promise.all(
        people.map(async ({ chat, firstName }) => ({
          person: firstName,
          entries: await chatEntries(recorded.of(chat.id)),
        })),
      );
      const content = { title: journey.name, about: journey.about, language, chats };
      await mkdir(folder, { recursive: true });
      await writeFile(page, transcriptPage(content));
      await keepPictures(
        people.flatMap(({ chat }) => recorded.of(chat.id)),
        pictures,
      );
    },
    (telegram) => {
      recording = new Recording(telegram);
    },
  );
  return { page, pictures };
}

/** Those of an earlier run go. */
async function keepPictures(moments: readonly Moment[], folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  for (const moment of moments) {
    if (moment.kind !== "message") continue;
    const picture = pictureOf(moment.message);
    if (picture !== undefined) await copyFile(picture.path, join(folder, picture.name));
  }
}

function pictureOf({ fromBot, id, media }: ChatMessage): { path: string; name: string } | undefined {
  return fromBot && media?.kind === "photo" ? { path: media.path, name: `message-${id}.jpg` } : undefined;
}
