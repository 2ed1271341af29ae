import { expect } from "chai";
import { describe, it } from "mocha";
import { isDomainError } from "../../src/core/errors.js";
import { parseName } from "../../src/core/training/naming.js";
import { startInProcess, useDarkroom } from "../support/darkroom.js";
import { everythingIn, expectHarmless } from "../support/harmless.js";
import type { PersonChat } from "../support/telegram/index.js";
import { photos } from "../support/test-pictures.js";
import { counting, goTo, PROMPTS, tapFor } from "../support/train-by-chat.js";

const FAMILY = "👨‍👩‍👧‍👦";
const HOSTILE: readonly string[] = [
  "<b>bold</b> & <a href='tg://user?id=1'>me</a>",
  "<script>alert(1)</script>",
  "&lt;b&gt; &amp;amp;",
  "*bold* _it_ `code` [a](tg://user?id=1) ||x||",
  "\u202Egnp.exe\u202C name",
  "zero\u200Bwidth\u200D\u2060\uFEFFname",
  "\u200B\u200D\u2060",
  FAMILY.repeat(8),
  FAMILY.repeat(60),
  `a${"\u0301".repeat(3_000)}`,
  "Пёс שלום 狐",
  "../../etc/passwd",
  "C:\\CON\\nul.txt",
  "__proto__",
  "constructor",
  "${process.env.BOT_TOKEN} {{7*7}} %s %n",
  "'; DROP TABLE trainings; --",
  "null\u0000byte\u0007bell\u001B[31mred",
  "one\nline\r\nand\tmore",
  "x".repeat(4_096),
];

describe("hostile words", function () {
  this.timeout(60_000);
  const darkroom = useDarkroom(startInProcess);
  let people = 9_700;

  function newChat(firstName = "Ada"): PersonChat {
    return darkroom().telegram.person({ id: ++people, firstName, languageCode: "en" }).privateChat();
  }

  function expectHarmlessChat(chat: PersonChat): void {
    expectHarmless(everythingIn(chat), [darkroom().telegram.token, darkroom().dataFolder]);
  }

  /** As it will be kept; undefined for one that is no name. */
  function nameOf(raw: string): string | undefined {
    try {
      return parseName(raw);
    } catch (error) {
      if (isDomainError(error)) return undefined;
      throw error;
    }
  }

  it("are names like any other: shown as typed, or refused in clear words", async () => {
    await Promise.all(
      HOSTILE.map(async (raw) => {
        const chat = newChat(raw.slice(0, 64).trim() || "x");
        const name = nameOf(raw);
        await goTo(chat, "naming");
        if (name === undefined) await chat.ask(raw, /^(A name needs at least one letter|That name has)/);
        else {
          await chat.ask(raw, PROMPTS.trigger);
          const { text } = await chat.ask("/train", /open draft/);
          expect(text).to.contain(`You have an open draft: ${name},`);
          const list = await chat.ask("/trainings", /Your training/);
          expect(list.buttons).to.deep.equal([`📝 ${name}`]);
        }
        expectHarmlessChat(chat);
      }),
    );
  });

  it("are captions like any other, and a page of the review has room for them", async () => {
    const captions = [HOSTILE[0]!, "🦊".repeat(490), `a${"&".repeat(900)} <end>`];
    const chat = newChat();
    const card = await goTo(chat, "collecting");
    for (const [index, picture] of (await photos(3)).entries())
      await chat.sendPhoto(picture, { caption: captions[index]! });
    await chat.waitFor(counting(3));
    let page = await tapFor(chat, card, /Done/, PROMPTS.review);
    expect(page.text).to.contain(captions[0]);
    page = await tapFor(chat, page, "✏️ Edit", /new caption for photo 1/);
    page = await chat.ask(captions[1]!, /^1 of 3/);
    expect(page.text).to.contain("🦊".repeat(390));
    await tapFor(chat, page, "▶️", /^2 of 3/);
    page = await chat.ask(captions[2]!, /^2 of 3/);
    expect(page.text).to.contain("&&&&").and.to.have.lengthOf.at.most(1_024);
    expectHarmlessChat(chat);
  });

  it("are names of files that are refused, shown and cut", async () => {
    const chat = newChat();
    await goTo(chat, "collecting");
    const names = [
      `${"n".repeat(65_536)}.jpg`,
      "<b>x</b>.jpg",
      "../../etc/passwd",
      "__proto__",
      "a\u202Egnp.exe",
    ];
    for (const fileName of names) await chat.sendDocument(Buffer.from("no picture"), { fileName });
    await chat.sendDocument(Buffer.from("no zip"), { fileName: `${"<".repeat(9_000)}.zip` });
    await chat.waitFor(/is not a zip/);
    const refusals = chat.messages.filter(({ fromBot, text }) => fromBot && text.includes("was not taken:"));
    expect(refusals).to.have.lengthOf(names.length + 1);
    for (const { text } of refusals) expect(text.length).to.be.lessThan(400);
    expect(refusals.map(({ text }) => text).join("\n")).to.contain("<b>x</b>.jpg");
    expectHarmlessChat(chat);
    await chat.ask("/help", /How it works/);
  });
});
