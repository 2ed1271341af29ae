import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { startInProcess, useDarkroom, type Darkroom } from "../support/darkroom.js";
import { OpenAiServer } from "../support/openai-server.js";
import type { ChatMessage, PersonChat } from "../support/telegram/index.js";
import { goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

const NOTE = Buffer.from("OggS, as far as anybody looks");
let people = 9_700;

function newChat(darkroom: Darkroom): PersonChat {
  return darkroom.telegram.person({ id: ++people, firstName: "Anna", languageCode: "en" }).privateChat();
}

describe("captions by voice", () => {
  const KEY = "sk-test-0000000000000000";
  let server: OpenAiServer;
  let darkroom: Darkroom;

  before(async () => {
    server = await OpenAiServer.start(KEY);
    darkroom = await startInProcess({
      env: {
        OPENAI_API_KEY: KEY,
        OPENAI_BASE_URL: server.baseUrl,
        TRANSCRIPTION_MODEL: "whisper-1",
      },
    });
  });
  after(async () => {
    await darkroom.close();
    await server.close();
  });

  async function heardAs(chat: PersonChat, text: string): Promise<{ note: ChatMessage; heard: ChatMessage }> {
    server.behave({ content: text });
    const note = await chat.sendVoice(NOTE, 4);
    return { note, heard: await chat.waitFor(({ replyToId }) => replyToId === note.id) };
  }

  it("are shown as they were understood, and used for the photo that was shown, once", async () => {
    const chat = newChat(darkroom);
    const page = await goTo(chat, "review");
    await tapFor(chat, page, "▶️", /^2 of 3/);
    await tapFor(chat, page, /Edit/, /Type the new caption for photo 2, or say it in a voice note/);
    const { heard } = await heardAs(chat, " A dog <with> a hat. ");
    expect(heard.text).to.contain("For photo 2").and.to.contain("ohwxrex, A dog <with> a hat.");
    expect(heard.buttons).to.deep.equal(["✅ Use it", "🎙 Again"]);
    expect(server.transcriptions.at(-1)).to.deep.equal({
      model: "whisper-1",
      fileName: "voice.ogg",
      speech: NOTE,
    });
    await tapFor(chat, page, "▶️", /^3 of 3/);
    const data = heard.keyboard.flat()[0]!.callback_data!;
    const pages = () => chat.messages.filter(({ text }) => /^2 of 3\s+ohwxrex, A dog/.test(text));
    await Promise.all([chat.tap(heard, /Use/), chat.forgeTap(heard, data)]);
    await chat.waitFor(/caption of photo 2 now/);
    expect(heard.buttons).to.be.empty;
    expect(pages()).to.have.length(1);
    await tapFor(chat, pages()[0]!, "▶️", /^3 of 3\s+ohwxrex\s/);
  });

  it("change nothing where they are said again or typed, and an older one is used no more", async () => {
    const chat = newChat(darkroom);
    await goTo(chat, "review");
    const { heard } = await heardAs(chat, "a hog");
    await tapFor(chat, heard, /Again/, /Say it again for photo 1, or type it/);
    const older = await heardAs(chat, "a log");
    const newer = await heardAs(chat, "a dog");
    await chat.tap(older.heard, /Use/);
    await tapFor(chat, newer.heard, /Use/, /^1 of 3\s+ohwxrex, a dog/);
    expect(older.heard.text).to.contain("a log");
    expect(older.heard.buttons).to.be.empty;
  });

  it("are refused with a word where they are too long, cannot be understood, or the server is away", async () => {
    const chat = newChat(darkroom);
    await goTo(chat, "review");
    const asked = server.transcriptions.length;
    await chat.sendVoice(NOTE, 61);
    await chat.waitFor(/too long.*60 seconds/);
    expect(server.transcriptions).to.have.length(asked);
    server.behave({ content: " " });
    await chat.sendVoice(NOTE, 5);
    await chat.waitFor(/could not understand/);
    server.behave({ status: 401, code: "invalid_api_key" });
    await chat.sendVoice(NOTE, 5);
    await chat.waitFor(/caption service does not answer/);
    await heardAs(chat, "a dog");
  });

  it("wait for the photo to be shown that they are for", async () => {
    const chat = newChat(darkroom);
    await goTo(chat, "captioning");
    await chat.sendVoice(NOTE, 5);
    await chat.waitFor(/tap how the photos shall get their captions/);
  });
});

describe("captions by voice where the server has no model for it", () => {
  const darkroom = useDarkroom(startInProcess);

  it("are refused with a word, and typed ones go on", async () => {
    const english = newChat(darkroom());
    const page = await goTo(english, "review");
    await tapFor(english, page, /Edit/, /^Type the new caption for photo 1\.\n\nIt reads so now/);
    await english.sendVoice(NOTE, 4);
    await english.waitFor(/Voice notes are not turned into text here/);
    const typed = await english.ask("a dog", /^1 of 3\s+ohwxrex, a dog/);
    await tapFor(english, typed, /fine/, PROMPTS.confirming);
  });
});
