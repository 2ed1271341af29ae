/** What /help tells more of; each has the texts `help-topic-<topic>` and `help-<topic>`. */
export const HELP_TOPICS = ["photos", "captions", "options", "running", "models", "privacy"] as const;
export type HelpTopic = (typeof HELP_TOPICS)[number];

export function isHelpTopic(word: string): word is HelpTopic {
  return (HELP_TOPICS as readonly string[]).includes(word);
}
