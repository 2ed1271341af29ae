import { expect } from "chai";
import { describe, it } from "mocha";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { eventually } from "../support/eventually.js";
import type { ChatMessage, Person, PersonChat } from "../support/telegram/index.js";
import { goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

const TOPICS = ["📷 Photos", "✏️ Captions", "⚙️ Options", "⏳ While it runs", "🧩 Models", "🔒 Privacy"];

describe("links to the bot, help and groups", () => {
  const darkroom = useDarkroom(startInProcess);
  let people = 9_500;

  function person(languageCode = "en"): Person {
    return darkroom().telegram.person({ id: ++people, firstName: "Anna", languageCode });
  }

  async function open(chat: PersonChat, payload: string, answer: RegExp): Promise<ChatMessage> {
    const sent = await chat.start(payload);
    return chat.waitFor(answer, { after: sent });
  }

  it("open what they name, and the main menu where they name nothing that there is", async () => {
    const chat = person().privateChat();
    await open(chat, "help", /How it works/);
    await open(chat, "help_privacy", /^Privacy/);
    await open(chat, "help_nonsense", /How it works/);
    await open(chat, "trainings", /no trainings yet/);
    await open(chat, "language", /Which language/);
    await open(chat, "forget", /Delete everything/);
    for (const payload of ["", "nonsense", "x".repeat(64), "TRAIN", "points", "buy"])
      await open(chat, payload, /trains image/);
    // Nothing costs anything here.
    const unknown = await chat.ask("/nonsense", () => true);
    for (const command of ["/points", "/buy", "/terms", "/paysupport", "/refund x"])
      expect((await chat.ask(command, () => true)).text).to.equal(unknown.text);
    await open(chat, "train", PROMPTS.subject);
    await chat.ask("character", PROMPTS.naming);
    await chat.ask("Rex", PROMPTS.trigger);
    await open(chat, "train", /open draft: Rex/);
  });

  it("tells of each topic in the place of the one before, also in the middle of a draft", async () => {
    const chat = person().privateChat();
    await goTo(chat, "trigger");
    const help = await chat.ask("/help", /How it works/);
    expect(help.buttons).to.deep.equal(TOPICS);
    for (const topic of TOPICS) {
      await chat.tap(help, topic);
      await eventually(() =>
        expect(help.text).to.match(new RegExp(`^${topic.split(" ").slice(1).join(" ")}\n`)),
      );
      expect(help.buttons).to.deep.equal(TOPICS);
    }
    await chat.tap(help, TOPICS[5]!);
    await chat.ask("/help captions", /^Captions/);
    await chat.ask("rexword", PROMPTS["base-model"]);
  });

  for (const [language, title, topic, text] of [
    ["es", /Cómo funciona/, "🔒 Privacidad", /^Privacidad/],
    ["ru", /Как это работает/, "🔒 Приватность", /^Приватность/],
  ] as const) {
    it(`helps in ${language}`, async () => {
      const chat = person(language).privateChat();
      const help = await chat.ask("/help", title);
      await chat.tap(help, topic);
      await eventually(() => expect(help.text).to.match(text));
    });
  }

  it("leads from a group to the private chat with what is a person's own, and shows nothing of it there", async () => {
    const anna = person();
    await goTo(anna.privateChat(), "trigger", { name: "Secret" });
    const group = darkroom().telegram.group({ title: "Friends", members: [anna] });
    const chat = anna.in(group);
    for (const [command, payload] of [
      ["/trainings", "trainings"],
      ["/forget", "forget"],
      ["/language", "language"],
      ["/start", ""],
      ["/start share_abc", "share_abc"],
      ["/start train", "train"],
    ] as const) {
      const answer = await chat.ask(command, /between the two of us/);
      expect(answer.keyboard[0]![0]!.url).to.match(new RegExp(`^https://t\\.me/\\w+\\?start=${payload}$`));
    }
    await chat.ask("/help", /How it works/);
    expect(chat.transcript()).not.to.contain("Secret");
    const train = await chat.ask("/train", PROMPTS.subject);
    expect(train.text).to.be.a("string");
  });

  it("are offered by Telegram in each language, in groups without what is a person's own", async () => {
    await eventually(() => {
      const lists = darkroom()
        .telegram.calls.filter(({ method }) => method === "setMyCommands")
        .map(({ params }) => [
          (params["scope"] as { type: string } | undefined)?.type ?? "default",
          params["language_code"] ?? "en",
          (params["commands"] as { command: string }[]).map(({ command }) => command).join(" "),
        ]);
      const all = "train trainings cancel language help forget";
      expect(lists).to.have.deep.members([
        ...["en", "es", "ru"].map((language) => ["default", language, all]),
        ...["en", "es", "ru"].map((language) => ["all_group_chats", language, "train cancel help"]),
      ]);
    });
  });

  it("show the help from the main menu", async () => {
    const chat = person().privateChat();
    const menu = await open(chat, "", /trains image models/);
    const help = await tapFor(chat, menu, /Help/, /How it works/);
    expect(help.buttons).to.deep.equal(TOPICS);
  });
});
