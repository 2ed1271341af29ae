import type { TelegramEmulator } from "./emulator.js";
import type { EmulatorListener } from "./events.js";
import type { ChatMessage } from "./person/message.js";
import { prefixed, renderMessage } from "./rendering.js";

/** A stream that may be a terminal, such as process.stdout. */
export interface TranscriptOutput {
  isTTY?: boolean | undefined;
  write: (text: string) => unknown;
}

type Colour = "person" | "bot" | "aside";

const COLOURS: Record<Colour, string> = { person: "\u001b[36m", bot: "\u001b[32m", aside: "\u001b[2m" };
const RESET = "\u001b[0m";

/**
 * Prints one chat as it happens. Colours only on a terminal, and not where NO_COLOR is set.
 * @returns a function that stops the printing
 */
export function printTranscript(
  telegram: TelegramEmulator,
  chatId: number,
  output: TranscriptOutput,
  environment: { NO_COLOR?: string | undefined } = process.env,
): () => void {
  const colours = output.isTTY === true && (environment.NO_COLOR ?? "") === "";
  const print = (name: string, lines: string[], colour: Colour): void => {
    const text = prefixed(name, lines).join("\n");
    output.write(`${colours ? `${COLOURS[colour]}${text}${RESET}` : text}\n`);
  };
  const show = (message: ChatMessage): void => {
    if (message.chatId === chatId)
      print(message.senderName, renderMessage(message), message.fromBot ? "bot" : "person");
  };
  const showEdit = (message: ChatMessage): void => {
    if (message.chatId === chatId)
      print(`${message.senderName} ✎`, changedLines(message), message.fromBot ? "bot" : "person");
  };
  const showDeletion = (message: ChatMessage): void => {
    if (message.chatId === chatId) print("", [`(deleted: ${firstLine(message)})`], "aside");
  };
  const showReaction: EmulatorListener<"reaction"> = ({ message, by, reactions }) => {
    if (message.chatId !== chatId) return;
    const emojis = reactions.map((reaction) => (reaction.type === "emoji" ? reaction.emoji : reaction.type));
    const name = by === "bot" ? "bot" : by.firstName;
    print("", [`(${name} reacts ${emojis.join(" ") || "no more"} to: ${firstLine(message)})`], "aside");
  };
  const tapped = telegramTaps(chatId, print);
  telegram.on("botMessage", show).on("personMessage", show).on("edit", showEdit).on("delete", showDeletion);
  telegram.on("reaction", showReaction);
  telegram.on("tap", tapped.tap).on("callbackAnswer", tapped.answer);
  return () => {
    telegram
      .off("botMessage", show)
      .off("personMessage", show)
      .off("edit", showEdit)
      .off("delete", showDeletion);
    telegram.off("reaction", showReaction);
    telegram.off("tap", tapped.tap).off("callbackAnswer", tapped.answer);
  };
}

function telegramTaps(
  chatId: number,
  print: (name: string, lines: string[], colour: Colour) => void,
): { tap: EmulatorListener<"tap">; answer: EmulatorListener<"callbackAnswer"> } {
  return {
    tap: ({ person, message, button }) => {
      if (message.chatId === chatId) print(person.firstName, [`taps [ ${button.text} ]`], "person");
    },
    answer: ({ message, text, alert }) => {
      if (message.chatId === chatId && text !== undefined)
        print("", [`${alert ? "⚠" : "💬"} ${text}`], "aside");
    },
  };
}

/** An edit that touches the buttons alone is told by its buttons. */
function changedLines(message: ChatMessage): string[] {
  const lines = renderMessage(message);
  const sameWords = message.edits.at(-1) === message.text && message.text !== "";
  const buttons = lines.slice(lines.length - message.keyboard.length);
  return sameWords && message.media === undefined
    ? buttons.length === 0
      ? ["(no buttons)"]
      : buttons
    : lines;
}

function firstLine(message: ChatMessage): string {
  return renderMessage(message)[0] ?? "";
}
