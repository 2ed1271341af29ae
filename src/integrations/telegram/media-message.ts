/** What is needed of a message that brought a photo or a video. */
export interface MediaMessage {
  readonly message_id: number;
  readonly chat: { readonly id: number };
  readonly media_group_id?: string | undefined;
  readonly caption?: string | undefined;
}
