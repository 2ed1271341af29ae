import type { Api } from "grammy";
import { isDomainError, type ErrorParams } from "../../core/errors.js";
import type { ByteStream } from "../../core/ports/blob-store.js";
import type { Actor, DatasetImage } from "../../core/training/model.js";
import type { TrainingService } from "../../core/training/service.js";
import type { Person } from "./context.js";
import type { FaceReplies } from "./face-replies.js";
import type { MediaMessage } from "./media-message.js";
import type { Translate } from "./texts.js";
import type { VerdictReplies } from "./verdict-replies.js";

/** Why something was not taken, in words of `error-<code>`. */
export interface Fault {
  readonly code: string;
  readonly params: ErrorParams;
}

type Add = (
  actor: Actor,
  draftId: string,
  source: { sourceId: string; open: () => Promise<ByteStream> },
) => Promise<DatasetImage>;

/**
 * Adds what a message brought, and gives it.
 *
 * @param again the message was dealt with before, by a process that died: then it may have been added for this very one
 * @throws as the use case does
 */
export async function addOnce(
  { service, add, again }: { service: TrainingService; add: Add; again: boolean },
  actor: Actor,
  draftId: string,
  source: { sourceId: string; open: () => Promise<ByteStream> },
): Promise<DatasetImage> {
  try {
    return await add(actor, draftId, source);
  } catch (error) {
    if (!isDomainError(error, "image-repeated") || !again) throw error;
    const images = await service.datasets.list(actor, draftId);
    const added = images.find(({ sourceId }) => sourceId === source.sourceId);
    if (added === undefined) throw error;
    return added;
  }
}

export interface FollowUpDependencies {
  readonly service: TrainingService;
  readonly verdicts: Pick<VerdictReplies, "taken">;
  readonly faces: Pick<FaceReplies, "taken">;
}

/** Does what follows for an image that was taken: its message's text becomes its caption, its faults are told. */
export async function followUp(
  { service, verdicts, faces }: FollowUpDependencies,
  api: Api,
  person: Person,
  draftId: string,
  { image, message }: { image: DatasetImage; message: MediaMessage },
): Promise<void> {
  const { caption, message_id: messageId } = message;
  if (caption !== undefined) await service.captions.edit(person.actor, image.id, caption);
  await verdicts.taken(api, person, draftId, { image, message });
  await faces.taken(api, person, draftId, { imageId: image.id, number: image.position, messageId });
}

/** Says why something was not taken, and which one it was where it has a name. */
export function refusalText(t: Translate, { code, params }: Fault, fileName: string | undefined): string {
  const reason = t(`error-${code}`, params);
  return fileName === undefined ? reason : `${t("collect-refused-file", { file: fileName })}\n${reason}`;
}
