import type { ChatMessage, MessageMedia } from "./person/message.js";

const ICONS: Record<MessageMedia["kind"], string> = {
  photo: "🖼",
  document: "📎",
  video: "🎞",
  animation: "🎞",
  voice: "🎤",
};
const NAME_WIDTH = 10;

/** What a message shows, line by line: media, words, rows of buttons. */
export function renderMessage(message: ChatMessage): string[] {
  const { media, text, keyboard, raw } = message;
  return [
    ...(media ? [renderMedia(media)] : []),
    ...(raw.invoice ? [`🧾 ${raw.invoice.title}: ${raw.invoice.total_amount} ${raw.invoice.currency}`] : []),
    ...(raw.successful_payment
      ? [`💫 paid ${raw.successful_payment.total_amount} ${raw.successful_payment.currency}`]
      : []),
    ...(raw.contact ? [`👤 ${raw.contact.first_name} ${raw.contact.phone_number}`] : []),
    ...(text === "" ? [] : text.split("\n")),
    ...keyboard.map((row) => row.map((button) => `[ ${button.text} ]`).join(" ")),
  ];
}

function renderMedia({ kind, fileName, width, height, size }: MessageMedia): string {
  const measure =
    width === undefined || height === undefined ? `${Math.ceil(size / 1024)} KB` : `${width}×${height}`;
  return [ICONS[kind], ...(fileName === undefined ? [] : [fileName]), measure].join(" ");
}

/** All of a chat as it stands, for an error message. */
export function renderChat(messages: ChatMessage[]): string {
  return messages.flatMap((message) => prefixed(message.senderName, renderMessage(message))).join("\n");
}

/** Puts a name in front of the first line. */
export function prefixed(name: string, lines: string[]): string[] {
  return lines.map((line, index) => `${(index === 0 ? name : "").padEnd(NAME_WIDTH)} │ ${line}`);
}
