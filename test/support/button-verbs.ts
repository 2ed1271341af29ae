import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const TELEGRAM = fileURLToPath(new URL("../../src/integrations/telegram", import.meta.url));
/** Functions that make a button's data; the verb is one of their first arguments. */
const MAKERS = /^(draftButton|trainingButton|button|choice)$/;
/** Names of lists of verbs. */
const LISTS = /taps/i;
const VERB = /^[a-z][a-z-]*$/;

/** What the buttons of the bot can say, read from its source: a new verb or menu is among them by itself. */
export interface ButtonWords {
  readonly verbs: readonly string[];
  /** Ids of the menus. */
  readonly menus: readonly string[];
}

export function buttonWords(): ButtonWords {
  const verbs = new Set<string>();
  const menus = new Set<string>();
  for (const file of readdirSync(TELEGRAM, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".ts")) continue;
    const text = readFileSync(join(TELEGRAM, file), "utf8");
    visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), verbs, menus);
  }
  return { verbs: [...verbs].sort(), menus: [...menus].sort() };
}

function visit(node: ts.Node, verbs: Set<string>, menus: Set<string>): void {
  if (ts.isCaseClause(node)) addVerb(node.expression, verbs);
  if (ts.isCallExpression(node) && MAKERS.test(node.expression.getText()))
    for (const argument of node.arguments) addVerb(argument, verbs);
  if (ts.isArrayLiteralExpression(node) && LISTS.test(nameOver(node)))
    for (const element of node.elements) addVerb(element, verbs);
  if (ts.isNewExpression(node) && node.expression.getText() === "Menu") {
    const [id] = node.arguments ?? [];
    if (id !== undefined && ts.isStringLiteral(id)) menus.add(id.text);
  }
  ts.forEachChild(node, (child) => {
    visit(child, verbs, menus);
  });
}

function addVerb(node: ts.Node, verbs: Set<string>): void {
  if (ts.isStringLiteral(node) && VERB.test(node.text)) verbs.add(node.text);
}

/** The variable or property that a list is given to. */
function nameOver(node: ts.Node): string {
  const { parent } = node;
  if (ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent)) return nameOver(parent);
  if (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) return parent.name.getText();
  return "";
}
