import type { CaptionRequest } from "../../core/ports/captioner.js";

/**
 * What the model is told. A LoRA binds to its trigger word whatever the captions leave unsaid, so a caption
 * says what changes from picture to picture and is silent on what the word shall come to mean. A movement alone is
 * told beside its word: no caption of a video would leave it out, and a word cannot say how it goes.
 */
export function instructions({ triggerWord, style, focus, isFrame }: Omit<CaptionRequest, "image">): string {
  const form =
    style === "sentence"
      ? "Write one English sentence of 15 to 40 words."
      : "Write 8 to 20 short English tags in lower case, separated by commas, the most important first.";
  return [
    `You write captions for ${isFrame ? "short videos that a video" : "pictures that an image"} model is trained on.`,
    ...(isFrame ? [ABOUT_FRAMES] : []),
    form,
    ABOUT[focus](triggerWord, style),
    "Describe only what is to be seen. Answer with the caption alone: no introduction, no quotes, no list.",
  ].join("\n");
}

const ABOUT = { subject: aboutSubject, style: aboutContent, motion: aboutMotion } as const;

/** The model sees a still; a caption that calls it one would teach the video model to stand still. */
const ABOUT_FRAMES =
  "The picture is one frame of the video. Write of the video, what happens in the present tense, and never call " +
  "it a picture, photo, frame or still.";

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

function aboutMotion(triggerWord: string): string {
  return (
    `Let "${triggerWord}" stand for the movement, once. Say who or what moves and how: which part of it, in what ` +
    "direction, how fast; tell it by posture, balance, blur and what swings or flies along. Then the camera: " +
    "framing, angle, and whether it stands still or follows. Then briefly the surroundings and the light. Do not " +
    "guess what came before or comes after."
  );
}
