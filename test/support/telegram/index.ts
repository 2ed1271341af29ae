export { TelegramEmulator } from "./emulator.js";
export { printTranscript } from "./transcript.js";
export type { ChatMessage } from "./person/message.js";
export type { EmulatorOptions } from "./emulator.js";
export type { PersonChat } from "./person/chat.js";
export type { Person } from "./person/person.js";
