import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Visitor, type Pattern, type SelectExpression, type VariableReference } from "@fluent/syntax";
import { expect } from "chai";
import { describe, it } from "mocha";
import ts from "typescript";
import { ERROR_CODES } from "../../src/core/errors.js";
import { RECIPES } from "../../src/core/recipes/index.js";
import { QUALITIES, SUBJECTS, type Progress } from "../../src/core/training/model.js";
import { proposeTriggerWord } from "../../src/core/training/naming.js";
import { PARAMETER_NAMES } from "../../src/core/training/options.js";
import { STATUSES } from "../../src/core/training/state.js";
import { FAULT_CODES } from "../../src/core/training/verdict.js";
import { ADMIN_COMMAND } from "../../src/integrations/telegram/admin/admin-chat.js";
import { COMMANDS, POINT_COMMANDS } from "../../src/integrations/telegram/commands.js";
import { HELP_TOPICS } from "../../src/integrations/telegram/help-topics.js";
import { FILTER_NAMES } from "../../src/integrations/telegram/menus/filters.js";
import { plain } from "../../src/integrations/telegram/say.js";
import { Texts } from "../../src/integrations/telegram/texts.js";
import { htmlFault, tagsOf } from "../support/telegram-html.js";
import { readLocale } from "../support/locale-file.js";

const LOCALES = fileURLToPath(new URL("../../locales", import.meta.url));
const TELEGRAM = fileURLToPath(new URL("../../src/integrations/telegram", import.meta.url));

// --- The locale files, as their authors wrote them ---

class Findings extends Visitor {
  readonly variables = new Set<string>();
  readonly selects: SelectExpression[] = [];

  constructor(pattern: Pattern) {
    super();
    this.visit(pattern);
  }
  override visitVariableReference(node: VariableReference): void {
    this.variables.add(node.id.name);
  }
  override visitSelectExpression(node: SelectExpression): void {
    this.selects.push(node);
    this.genericVisit(node);
  }
}

/** Every text that a pattern can give: one for each combination of its variants. */
function wordings(pattern: Pattern, value: string): string[] {
  const parts = pattern.elements.map((element) => {
    if (element.type === "TextElement") return [element.value];
    const { expression } = element;
    if (expression.type !== "SelectExpression") return [value];
    return expression.variants.flatMap((variant) => wordings(variant.value, value));
  });
  return parts.reduce((heads, tails) => heads.flatMap((head) => tails.map((tail) => head + tail)), [""]);
}

// --- What the Telegram source asks for ---

/** Phases that the card names; "train" has a step, and texts of its own. */
const NAMED_PHASES: Readonly<Record<Exclude<Progress["phase"], "train">, true>> = {
  load: true,
  cache: true,
  export: true,
};
const recipeIds = RECIPES.map((recipe) => recipe.id);

/** Keys that the source puts together, with the values that stand for each `*`. */
const FAMILIES: Readonly<Record<string, readonly string[]>> = {
  "error-*": ERROR_CODES.map((code) => `error-${code}`),
  "command-*": [...COMMANDS, ...POINT_COMMANDS, ADMIN_COMMAND].map((name) => `command-${name}`),
  "filter-*": FILTER_NAMES.map((filter) => `filter-${filter}`),
  "help-*": HELP_TOPICS.map((topic) => `help-${topic}`),
  "help-topic-*": HELP_TOPICS.map((topic) => `help-topic-${topic}`),
  "recipe-*": recipeIds.map((id) => `recipe-${id}`),
  "recipe-*-about": recipeIds.map((id) => `recipe-${id}-about`),
  "subject-*": SUBJECTS.map((subject) => `subject-${subject}`),
  "subject-*-about": SUBJECTS.map((subject) => `subject-${subject}-about`),
  "quality-*": QUALITIES.map((quality) => `quality-${quality}`),
  "option-*": PARAMETER_NAMES.map((name) => `option-${name}`),
  "*-*": [
    ...SUBJECTS.map((subject) => `subject-${subject}`),
    ...QUALITIES.map((quality) => `quality-${quality}`),
  ],
  "status-icon-*": STATUSES.map((status) => `status-icon-${status.toLowerCase()}`),
  // Queued and training ones have texts of their own.
  "card-*": STATUSES.filter((status) => status !== "QUEUED" && status !== "TRAINING").map(
    (status) => `card-${status.toLowerCase()}`,
  ),
  "card-phase-*": Object.keys(NAMED_PHASES).map((phase) => `card-phase-${phase}`),
  "fault-*": FAULT_CODES.map((code) => `fault-${code}`),
  "advice-*": FAULT_CODES.map((code) => `advice-${code}`),
  "collect-count-*": ["few", "enough", "good", "full"].map((state) => `collect-count-${state}`),
  "collect-tip-*": SUBJECTS.map((subject) => `collect-tip-${subject}`),
};

/** Functions of the menus and the caption review that make a button of a key or of a text. */
const BUTTON_MAKERS = ["button", "turn"];

const sources = readdirSync(TELEGRAM, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) =>
    ts.createSourceFile(file, readFileSync(join(TELEGRAM, file), "utf8"), ts.ScriptTarget.Latest),
  );
const nodes = sources.flatMap(descendants);

function descendants(node: ts.Node): ts.Node[] {
  const found = [node];
  ts.forEachChild(node, (child) => {
    found.push(...descendants(child));
  });
  return found;
}

/** The keys that an argument can be: `error-*` for a template, both branches of a choice, none for a variable. */
function keysIn(node: ts.Node | undefined): string[] {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...keysIn(node.whenTrue), ...keysIn(node.whenFalse)];
  if (!ts.isTemplateExpression(node)) return [];
  return [node.head.text + node.templateSpans.map((span) => `*${span.literal.text}`).join("")];
}

/** `t(…)`, `ctx.t(…)`, `this.#t(…)`, `texts.in(locale)(…)` */
function isTranslation(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return callee.text === "t";
  if (ts.isPropertyAccessExpression(callee)) return ["t", "#t"].includes(callee.name.text);
  return (
    ts.isCallExpression(callee) &&
    ts.isPropertyAccessExpression(callee.expression) &&
    callee.expression.name.text === "in"
  );
}

function isButtonMaker(callee: ts.Expression): boolean {
  if (ts.isIdentifier(callee)) return BUTTON_MAKERS.includes(callee.text);
  return ts.isPropertyAccessExpression(callee) && ["text", "submenu"].includes(callee.name.text);
}

function translated(within: readonly ts.Node[]): string[] {
  return within.flatMap((node) =>
    ts.isCallExpression(node) && isTranslation(node.expression) ? keysIn(node.arguments[0]) : [],
  );
}

/** Keys of what is written on buttons: `{ text, data | url | payload }`, and what the makers are given. */
function buttonKeys(node: ts.Node): string[] {
  if (ts.isCallExpression(node) && isButtonMaker(node.expression)) {
    const [label] = node.arguments;
    return label === undefined ? [] : [...keysIn(label), ...translated(descendants(label))];
  }
  if (!ts.isObjectLiteralExpression(node)) return [];
  const property = (name: string): ts.Node | undefined =>
    node.properties.find(
      (each) => each.name !== undefined && ts.isIdentifier(each.name) && each.name.text === name,
    );
  const text = property("text");
  const isButton = ["data", "url", "payload"].some((name) => property(name) !== undefined);
  return text !== undefined && isButton ? translated(descendants(text)) : [];
}

const asked = new Set([...translated(nodes), ...nodes.flatMap(buttonKeys)]);
const labels = new Set(expanded([...nodes.flatMap(buttonKeys), "language-name"]));
/** Keys on their way to a translation through a variable; single words are left out, they mean many things. */
const literals = nodes.filter((node) => ts.isStringLiteralLike(node)).map(({ text }) => text);
const used = new Set([
  ...expanded(asked),
  ...literals.filter((text) => /^[a-z0-9]+(-[a-z0-9]+)+$/.test(text)),
]);

function expanded(keys: Iterable<string>): string[] {
  return [...keys].flatMap((key) => (key.includes("*") ? (FAMILIES[key] ?? []) : [key]));
}

// --- The tests ---

const english = readLocale(join(LOCALES, "en.ftl"));
const locales = readdirSync(LOCALES)
  .filter((file) => file.endsWith(".ftl"))
  .map((file) => readLocale(join(LOCALES, file)));
const texts = new Texts(LOCALES);

for (const { code, entries, messages } of locales) {
  describe(`the locale ${code}`, () => {
    it("is well-formed Fluent", () => {
      const junk = entries.flatMap((entry) => (entry.type === "Junk" ? [entry.content] : []));
      expect(junk).to.deep.equal([]);
    });

    it("has every key of the English one, once, and no other", () => {
      const keys = entries.flatMap((entry) => (entry.type === "Message" ? [entry.id.name] : []));
      expect(keys).to.have.members([...english.messages.keys()]);
    });

    it("uses the variables of the English texts", () => {
      const variables = (locale: ReadonlyMap<string, Pattern>) =>
        Object.fromEntries([...locale].map(([key, text]) => [key, [...new Findings(text).variables].sort()]));
      expect(variables(messages)).to.deep.equal(variables(english.messages));
    });

    it("holds only HTML that Telegram takes, in every variant, and marks up what English does", () => {
      for (const [key, pattern] of messages) {
        const tags = wordings(english.messages.get(key)!, "").flatMap(tagsOf);
        for (const wording of wordings(pattern, "")) {
          expect(htmlFault(wording), `${key}: ${wording}`).to.equal(undefined);
          expect(tagsOf(wording), `${key}: ${wording}`).to.deep.equal(
            tagsOf(tags.map((tag) => `<${tag}>`).join("")),
          );
        }
      }
    });

    it("counts with all the plural categories of the language, `other` being the default", () => {
      const rules = new Intl.PluralRules(code);
      const needed = new Set(Array.from({ length: 1000 }, (_, count) => rules.select(count)));
      for (const [key, pattern] of messages) {
        for (const { variants } of new Findings(pattern).selects) {
          const names = variants.flatMap(({ key: name }) => (name.type === "Identifier" ? [name.name] : []));
          expect(names, key).to.include.members([...needed]);
          expect(rules.resolvedOptions().pluralCategories, key).to.include.members(names);
          const standard = variants.find((variant) => variant.default)?.key;
          expect(standard?.type === "Identifier" && standard.name, key).to.equal("other");
        }
      }
    });

    it("never hides a number behind a category that several numbers share", () => {
      for (const [key, pattern] of messages) {
        const { variables, selects } = new Findings(pattern);
        for (const { selector } of selects) {
          if (selector.type !== "VariableReference")
            throw new TypeError(`${key} does not select by a variable`);
          for (const count of [2, 5, 21, 22, 25, 101]) {
            const params = {
              ...Object.fromEntries([...variables].map((name) => [name, 7])),
              [selector.id.name]: count,
            };
            expect(texts.in(code)(key, params), key).to.include(String(count));
          }
        }
      }
    });

    it("keeps the labels of buttons to 40 characters", () => {
      for (const key of labels) {
        const word = proposeTriggerWord("Mountain landscapes");
        const longest = { word, worker: "w".repeat(24), name: "n".repeat(20), step: 100_000 };
        const label = plain(texts.in(code)(key, longest));
        expect(Array.from(label).length, `${key}: ${label}`).to.be.within(1, 40);
      }
    });

    it("calls the buttons by their names", () => {
      const mentions = {
        "collect-wanted": "collect-done",
        "error-dataset-full": "collect-done",
        "confirm-wanted": "confirm-start",
      };
      for (const [key, button] of Object.entries(mentions)) {
        const name = /<b>(.+)<\/b>/.exec(texts.in(code)(key, { max: 9 }))?.[1];
        expect(texts.in(code)(button).split(" "), key).to.include(name);
      }
    });

    it("hints at settings by the names that it reads", () => {
      const hint = plain(texts.in(code)("confirm-hint", { steps: 1500 }));
      const examples = [...hint.matchAll(/[“«](.+?) (\d+)[”»]/gu)];
      const names = expanded(["option-*"]).map((key) => texts.in(code)(key));
      expect(names).to.include.members(examples.map(([, name]) => name));
      expect(examples.map(([, , number]) => number)).to.include("1500");
      expect(new Set(names).size).to.equal(names.length);
    });

    it("keeps what answers a tap to the 200 characters of Telegram's window", () => {
      for (const key of [...expanded(["error-*"]), "button-old", "stop-sure", "language-set"]) {
        for (const wording of wordings(messages.get(key)!, "12345678")) {
          expect(Array.from(plain(wording)).length, `${key}: ${wording}`).to.be.at.most(200);
        }
      }
    });

    it("describes each command in 3 to 256 characters", () => {
      for (const name of [...COMMANDS, ...POINT_COMMANDS, ADMIN_COMMAND])
        expect(plain(texts.in(code)(`command-${name}`)).length, name).to.be.within(3, 256);
    });
  });
}

describe("the texts and the code", () => {
  const keys = [...english.messages.keys()];

  it("have a text for each error code, and none for others", () => {
    expect(keys.filter((key) => key.startsWith("error-"))).to.have.members([...expanded(["error-*"])]);
  });

  it("have a name and a line for each recipe, and none for others", () => {
    const wanted = expanded(["recipe-*", "recipe-*-about"]);
    expect(keys.filter((key) => key.startsWith("recipe-"))).to.have.members(wanted);
  });

  it("agree on which keys are put together", () => {
    expect([...asked].filter((key) => key.includes("*"))).to.have.members(Object.keys(FAMILIES));
  });

  it("have a text for every key that is asked for", () => {
    expect(keys).to.include.members(expanded(asked));
  });

  it("find the labels of every kind of button", () => {
    const kinds = [
      "menu-train",
      "menu-trainings",
      "confirm-start",
      "page-older",
      "caption-edit",
      "model-download",
    ];
    expect([...labels]).to.include.members([...kinds, "subject-style", "recipe-sdxl"]);
  });

  it("hold no text that nothing uses", () => {
    expect(keys.filter((key) => !used.has(key))).to.deep.equal([]);
  });
});
