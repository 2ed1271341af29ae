import { EventEmitter } from "node:events";
import type { CallRecord } from "./calls.js";
import type { ChatMessage } from "./person/message.js";
import type { PersonProfile } from "./state/chats.js";
import type { InlineButton, Reaction } from "./wire.js";

/** What one can watch happening, each with its one argument. */
export interface EmulatorEventMap {
  botMessage: [ChatMessage];
  personMessage: [ChatMessage];
  edit: [ChatMessage];
  delete: [ChatMessage];
  reaction: [{ message: ChatMessage; by: "bot" | PersonProfile; reactions: Reaction[] }];
  tap: [{ person: PersonProfile; message: ChatMessage; button: InlineButton }];
  callbackAnswer: [
    { person: PersonProfile; message: ChatMessage; text?: string; alert: boolean; url?: string },
  ];
  chatAction: [{ chatId: number; action: string }];
  call: [CallRecord];
}

export type EmulatorListener<Name extends keyof EmulatorEventMap> = (
  ...event: EmulatorEventMap[Name]
) => void;

/** An event emitter that knows the type of each event. */
export class EmulatorEvents {
  readonly #emitter = new EventEmitter().setMaxListeners(0);

  on<Name extends keyof EmulatorEventMap>(name: Name, listener: EmulatorListener<Name>): this {
    this.#emitter.on(name, listener);
    return this;
  }

  off<Name extends keyof EmulatorEventMap>(name: Name, listener: EmulatorListener<Name>): this {
    this.#emitter.off(name, listener);
    return this;
  }

  emit<Name extends keyof EmulatorEventMap>(name: Name, ...event: EmulatorEventMap[Name]): void {
    this.#emitter.emit(name, ...event);
  }

  removeAllListeners(): void {
    this.#emitter.removeAllListeners();
  }
}
