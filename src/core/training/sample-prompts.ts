import { checkpointEvery } from "./checkpoints.js";
import { DomainError } from "../errors.js";
import type { DatasetRepository } from "../ports/dataset-repository.js";
import { oneLine, replaceTrigger, withTrigger } from "./caption-text.js";
import { fingerprint } from "./consent.js";
import type { Actor, Options, Training } from "./model.js";
import { DEFAULT_SUBJECT } from "./options.js";
import type { TrainingRecords } from "./records.js";
import { proposeSamplePrompts } from "./sample-proposals.js";

/** Each is drawn again and again and takes its time; the trainer takes eight at most. */
export const MAX_SAMPLE_PROMPTS = 4;
/** In characters; some 70 tokens, of which SDXL's encoders read 77. */
export const MAX_SAMPLE_PROMPT = 300;

/** What the trainer draws on its way: what the person chose, else the trigger word alone. */
export function samplePromptsOf({
  options,
  triggerWord,
}: Pick<Training, "options" | "triggerWord">): readonly string[] {
  return options.samplePrompts ?? (triggerWord === undefined ? [] : [triggerWord]);
}

/** Steps between two drawings of the prompts; the trainer draws them at the start and at the end too. */
export function drawnEvery(steps: number): number {
  return checkpointEvery(steps);
}

/** Names a prompt of a training: one that was changed since is another. */
export function samplePromptId(prompt: string): string {
  return fingerprint(prompt);
}

/** The options with another trigger word in their prompts. */
export function withTriggerWord(options: Options, before: string | undefined, after: string): Options {
  const { samplePrompts } = options;
  if (samplePrompts === undefined) return options;
  return { ...options, samplePrompts: samplePrompts.map((prompt) => replaceTrigger(prompt, before, after)) };
}

/** What shall be drawn while a draft will be trained. */
export class SamplePrompts {
  readonly #records: TrainingRecords;
  readonly #datasets: Pick<DatasetRepository, "list">;

  constructor(deps: { records: TrainingRecords; datasets: Pick<DatasetRepository, "list"> }) {
    this.#records = deps.records;
    this.#datasets = deps.datasets;
  }

  /**
   * Prompts made of the draft's own captions: the same ones for the same captions.
   *
   * @param round counts from 0; each gives others, as far as the captions go
   */
  async proposal(actor: Actor, trainingId: string, round: number): Promise<readonly string[]> {
    const { triggerWord, options } = await this.#records.draft(actor, trainingId);
    const { subject = DEFAULT_SUBJECT } = options;
    const images = await this.#datasets.list(trainingId);
    const captions = images.flatMap(({ caption }) => (caption === undefined ? [] : [caption.text]));
    return proposeSamplePrompts({ triggerWord: triggerWord ?? "", subject, captions }, round);
  }

  /** Takes a round's proposal in the place of what was chosen. */
  async take(actor: Actor, trainingId: string, round: number): Promise<Training> {
    const prompts = await this.proposal(actor, trainingId, round);
    return this.#change(actor, trainingId, () => prompts);
  }

  /** Adding what is there already changes nothing. @throws DomainError `prompt-empty`, `prompt-too-long`, `too-many-prompts` */
  async add(actor: Actor, trainingId: string, raw: string): Promise<Training> {
    return this.#change(actor, trainingId, (prompts, triggerWord) => {
      const added = parseSamplePrompt(raw, triggerWord);
      if (prompts.includes(added)) return prompts;
      if (prompts.length >= MAX_SAMPLE_PROMPTS) {
        throw new DomainError("too-many-prompts", { max: MAX_SAMPLE_PROMPTS });
      }
      return [...prompts, added];
    });
  }

  /**
   * Puts another prompt in the place of one.
   *
   * @throws DomainError `prompt-empty`, `prompt-too-long`; `change-outdated` when neither of the two is there
   */
  async edit(actor: Actor, trainingId: string, promptId: string, raw: string): Promise<Training> {
    return this.#change(actor, trainingId, (prompts, triggerWord) => {
      const edited = parseSamplePrompt(raw, triggerWord);
      const changed = prompts.map((prompt) => (samplePromptId(prompt) === promptId ? edited : prompt));
      if (!changed.includes(edited)) throw new DomainError("change-outdated");
      return [...new Set(changed)];
    });
  }

  /** Removing what is gone changes nothing; without any the trigger word is drawn alone. */
  async remove(actor: Actor, trainingId: string, promptId: string): Promise<Training> {
    return this.#change(actor, trainingId, (prompts) =>
      prompts.filter((prompt) => samplePromptId(prompt) !== promptId),
    );
  }

  /** Back to the trigger word alone. */
  async clear(actor: Actor, trainingId: string): Promise<Training> {
    return this.#change(actor, trainingId, () => []);
  }

  #change(
    actor: Actor,
    trainingId: string,
    change: (prompts: readonly string[], triggerWord: string) => readonly string[],
  ): Promise<Training> {
    return this.#records.changeDraft(actor, trainingId, (draft) => {
      const { samplePrompts = [], ...options } = draft.options;
      const changed = change(samplePrompts, draft.triggerWord ?? "");
      return {
        ...draft,
        options: changed.length === 0 ? options : { ...options, samplePrompts: changed },
      };
    });
  }
}

function parseSamplePrompt(raw: string, triggerWord: string): string {
  const text = oneLine(raw);
  if (text === "") throw new DomainError("prompt-empty");
  const prompt = withTrigger(text, triggerWord);
  const { length } = Array.from(prompt);
  if (length > MAX_SAMPLE_PROMPT) {
    throw new DomainError("prompt-too-long", { length, max: MAX_SAMPLE_PROMPT });
  }
  return prompt;
}
