import type * as Telegram from "@gramio/types";

/**
 * The Bot API's types as they travel over HTTP. `@gramio/types` describes what a TypeScript caller may write;
 * on the wire there are no `toString()` or `toJSON()` objects and an uploaded file is an `attach://` string.
 */
type Wire<T> = T extends readonly (infer Item)[]
  ? Wire<Item>[]
  : T extends (...args: never[]) => unknown
    ? never
    : T extends { arrayBuffer: unknown }
      ? string
      : T extends object
        ? WireObject<T>
        : T;

type WireObject<T extends object> = [keyof T] extends [never]
  ? T
  : [keyof T] extends ["toString"]
    ? string
    : [keyof T] extends ["toJSON"]
      ? never
      : { [Key in keyof T]: Wire<T[Key]> };

export type MethodName = keyof Telegram.APIMethods;
export type Params<Method extends MethodName> = Wire<NonNullable<Telegram.APIMethodParams<Method>>>;
export type Result<Method extends MethodName> = Wire<Telegram.APIMethodReturn<Method>>;

export type Message = Wire<Telegram.TelegramMessage>;
export type Entity = Wire<Telegram.TelegramMessageEntity>;
export type InlineKeyboard = Wire<Telegram.TelegramInlineKeyboardMarkup>;
export type InlineButton = InlineKeyboard["inline_keyboard"][number][number];
export type ReplyMarkup = NonNullable<Params<"sendMessage">["reply_markup"]>;
export type Reaction = Wire<Telegram.TelegramReactionType>;
export type User = Telegram.TelegramUser;
export type Chat = Telegram.TelegramChat;
export type Update = Wire<Telegram.TelegramUpdate>;
export type UpdateType = Exclude<keyof Update, "update_id">;
export type PhotoSize = Telegram.TelegramPhotoSize;

/** Raw parameters of a call, before they were validated. */
export type RawParams = Record<string, unknown>;
