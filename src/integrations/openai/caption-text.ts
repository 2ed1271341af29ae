/** Longer than any caption that was asked for, shorter than what CLIP and T5 would cut in mid-word. */
const MAX_LENGTH = 500;

const REASONING = /<think>[\s\S]*?<\/think>/g;
const LABEL = /^(?:(?:(?:image|video) )?(?:caption|description|tags)|here (?:is|are)[^:]{0,60}):\s*/i;
const PREAMBLE =
  /^(?:(?:in )?(?:the|this) (?:image|picture|photo|photograph|video|clip|frame)(?:,| (?:shows|depicts|features|captures|portrays|displays|is of))|we (?:can )?see)\s+/i;
const REFUSAL =
  /^(?:i['’]?m sorry|i am sorry|sorry\b|i (?:can['’]?t|cannot|can not|won['’]?t|am unable|am not able)|i['’]m (?:unable|not able)|as an ai\b|unfortunately,? i)/i;
const WRAPPING = /^["'“”‘’`*\s]+|["'“”‘’`*\s]+$/g;

/** Whether the model says that it will not, instead of describing. */
export function isRefusal(answer: string): boolean {
  return REFUSAL.test(tidy(answer));
}

/**
 * One line of plain text out of what a model answered, with the trigger word in it; empty when the answer
 * holds nothing.
 */
export function cleanCaption(answer: string, triggerWord: string): string {
  let text = tidy(answer);
  for (const opening of [LABEL, PREAMBLE]) text = text.replace(opening, "").replace(WRAPPING, "");
  if (text === "" || text.toLowerCase() === triggerWord.toLowerCase()) return "";
  if (!text.toLowerCase().includes(triggerWord.toLowerCase())) text = `${triggerWord}, ${text}`;
  return shorten(text);
}

function tidy(answer: string): string {
  return answer.replace(REASONING, "").replace(/\s+/g, " ").replace(WRAPPING, "");
}

/** Cuts behind the last whole sentence or tag that fits, or else behind the last whole word. */
function shorten(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  const fitting = text.slice(0, MAX_LENGTH);
  const end = Math.max(fitting.lastIndexOf(". ") + 1, fitting.lastIndexOf(", "));
  const cut = end > MAX_LENGTH / 2 ? end : fitting.lastIndexOf(" ");
  return cut > 0 ? fitting.slice(0, cut) : fitting;
}
