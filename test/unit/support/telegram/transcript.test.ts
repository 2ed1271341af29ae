import { expect } from "chai";
import { InlineKeyboard } from "grammy";
import { describe, it } from "mocha";
import sharp from "sharp";
import { printTranscript } from "../../../support/telegram/index.js";
import { startRig } from "./harness.js";

describe("Telegram emulator: transcript", () => {
  const output = (isTTY: boolean): { isTTY: boolean; lines: string[]; write: (text: string) => void } => {
    const lines: string[] = [];
    return { isTTY, lines, write: (text) => void lines.push(...text.trimEnd().split("\n")) };
  };

  it("prints one chat as it happens", async () => {
    const { telegram, api, chat } = await startRig();
    const out = output(false);
    const stop = printTranscript(telegram, chat.id, out);
    await chat.send("/train");
    const reply_markup = new InlineKeyboard().text("Like this", "a").text("Nope", "b");
    const sent = await api.sendMessage(chat.id, "Which\none?", { reply_markup });
    const tapped = chat.tap(chat.lastFromBot()!, "Nope");
    const [update] = await api.getUpdates({ offset: -1 });
    await api.answerCallbackQuery(update!.callback_query!.id, { text: "Noted" });
    await tapped;
    await api.editMessageText(chat.id, sent.message_id, "Good.");
    const red = sharp({ create: { width: 1280, height: 960, channels: 3, background: "red" } });
    await chat.sendPhoto(await red.png().toBuffer(), { caption: "me" });
    await api.setMessageReaction(chat.id, chat.messages.at(-1)!.id, [{ type: "emoji", emoji: "👍" }]);
    stop();
    await chat.send("not printed");
    expect(out.lines).to.deep.equal([
      "Anna       │ /train",
      "Darkroom   │ Which",
      "           │ one?",
      "           │ [ Like this ] [ Nope ]",
      "Anna       │ taps [ Nope ]",
      "           │ 💬 Noted",
      "Darkroom ✎ │ Good.",
      "Anna       │ 🖼 1280×960",
      "           │ me",
      "           │ (bot reacts 👍 to: 🖼 1280×960)",
    ]);
    await telegram.close();
  });

  it("has colours on a terminal only, and not where NO_COLOR is set", async () => {
    const { telegram, chat } = await startRig();
    const terminal = output(true);
    const plain = output(true);
    const file = output(false);
    printTranscript(telegram, chat.id, terminal, {});
    printTranscript(telegram, chat.id, plain, { NO_COLOR: "1" });
    printTranscript(telegram, chat.id, file, {});
    await chat.send("x");
    expect(terminal.lines).to.deep.equal(["\u001b[36mAnna       │ x\u001b[0m"]);
    expect([...plain.lines, ...file.lines]).to.deep.equal(["Anna       │ x", "Anna       │ x"]);
    await telegram.close();
  });
});
