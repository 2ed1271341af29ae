import type { CaptionRequest } from "../../core/ports/captioner.js";

/**
 * What the model is told. A LoRA binds to its trigger word whatever the captions leave unsaid, so a caption
 * says what changes from picture to picture and is silent on what the word shall come to mean.
 */
export function instructions({ triggerWord, style, isStyle }: Omit<CaptionRequest, "image">): string {
  const form =
    style === "sentence"
      ? "Write one English sentence of 15 to 40 words."
      : "Write 8 to 20 short English tags in lower case, separated by commas, the most important first.";
  return [
    "You write captions for pictures that an image model is trained on.",
    form,
    isStyle ? aboutContent(triggerWord) : aboutSubject(triggerWord, style),
    "Describe only what is to be seen. Answer with the caption alone: no introduction, no quotes, no list.",
  ].join("\n");
}

function aboutSubject(triggerWord: string, style: CaptionRequest["style"]): string {
  const naming =
    style === "sentence"
      ? `Call the main subject "${triggerWord}" and nothing else.`
      : `Let the first tag be "${triggerWord}"; it stands for the main subject.`;
  return (
    `${naming} Say what may differ from one picture of it to the next: pose, action, expression, clothing, ` +
    "framing, camera angle, light, surroundings. Leave out what always belongs to it: face, hair, eyes, skin, " +
    "body, age, sex, species, breed, shape, material, markings, logo and its own colours."
  );
}

function aboutContent(triggerWord: string): string {
  return (
    `Start with "${triggerWord}". Say what is shown: subjects, actions, objects, setting, composition. Leave ` +
    "out how it is made: no word on style, medium, technique, brushwork, palette, mood, era or artist, nor " +
    "whether it is a photo, a drawing or a rendering."
  );
}
