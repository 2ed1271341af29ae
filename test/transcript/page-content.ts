/** What a page of a transcript shows, free of where it comes from. */
export interface TranscriptContent {
  readonly title: string;
  readonly about: string;
  /** A BCP 47 tag: of the chats, and of how dates are written. */
  readonly language: string;
  readonly chats: readonly PageChat[];
}

export interface PageChat {
  /** Whose chat with the bot it is. */
  readonly person: string;
  readonly entries: readonly PageEntry[];
}

export type PageEntry = PageMessage | PageTap | PagePopUp;

export interface PageMessage {
  readonly kind: "message";
  readonly fromBot: boolean;
  /** In Telegram's HTML; empty where there are no words. */
  readonly html: string;
  readonly buttons: readonly (readonly string[])[];
  readonly media?: PageMedia;
  /** The same for all photos of one album. */
  readonly album?: string;
  readonly sent: Date;
  readonly edits: number;
  readonly deleted: boolean;
  readonly reactions: readonly string[];
  /** The beginning of the message that it answers. */
  readonly replyTo?: string;
}

export type PageMedia =
  | {
      readonly kind: "picture";
      /** A data: address; the page asks nobody for anything. */
      readonly source: string;
      /** In pixels, as it was sent. */
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: "file"; readonly name: string; readonly bytes: number };

/** The person's tap on a button. */
export interface PageTap {
  readonly kind: "tap";
  readonly button: string;
}

/** What Telegram shows over the chat for a moment. */
export interface PagePopUp {
  readonly kind: "pop-up";
  readonly text: string;
}
