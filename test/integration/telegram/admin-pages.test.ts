import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { describe, it } from "mocha";
import type { FailedTraining } from "../../../src/core/administration/administration.js";
import type { Overview, SlotJob, WorkerOverview } from "../../../src/core/administration/overview.js";
import {
  ADMIN_VERBS,
  adminButton,
  parseAdminButton,
  tagOf,
} from "../../../src/integrations/telegram/admin/button-data.js";
import { FAILURES_SHOWN, failuresPage } from "../../../src/integrations/telegram/admin/failures-page.js";
import { overviewPage, type Page } from "../../../src/integrations/telegram/admin/overview-page.js";
import { Texts } from "../../../src/integrations/telegram/texts.js";
import { parseHtml } from "../../support/telegram/entities/html-parser.js";

const MAX_TEXT = 4096;
const MAX_DATA_BYTES = 64;
const MAX_BUTTONS = 100;
const MINUTE_MS = 60_000;
const LONG = '<b>&"name"</i> 🦊🦊🦊 '.repeat(20);

const texts = new Texts(fileURLToPath(new URL("../../../locales", import.meta.url)));

const job = (changes: Partial<SlotJob> = {}): SlotJob => ({
  trainingId: "t1",
  name: "Rex",
  status: "TRAINING",
  since: 0,
  step: 12,
  steps: 1500,
  ...changes,
});

const worker = (number: number, changes: Partial<WorkerOverview> = {}): WorkerOverview => ({
  id: `worker-${number}`,
  name: `box-${number}`,
  version: "1.2.3",
  at: 0,
  silent: false,
  state: "working",
  slots: [{ id: "gpu-0", memoryGiB: 24, jobs: [], failuresInRow: 0 }],
  ...changes,
});

const overview = (workers: readonly WorkerOverview[], changes: Partial<Overview> = {}): Overview => ({
  at: 12 * MINUTE_MS,
  paused: false,
  queued: 0,
  oldestWaitSeconds: 0,
  owedMessages: 0,
  workers,
  ...changes,
});

/** What Telegram makes of it; throws where it would refuse it. */
function shown({ html, rows }: Page): string {
  const { text } = parseHtml(html);
  expect(text.length).to.be.within(1, MAX_TEXT);
  const buttons = rows.flat();
  expect(buttons.length).to.be.at.most(MAX_BUTTONS);
  for (const button of buttons) {
    expect("data" in button && Buffer.byteLength(button.data)).to.be.within(1, MAX_DATA_BYTES);
  }
  return text;
}

const dataOf = ({ rows }: Page) => rows.flat().map((button) => ("data" in button ? button.data : ""));

describe("the pages of /admin", () => {
  const t = texts.in("en");

  it("say what each slot does, how long, and what speaks against it", () => {
    const slots = [
      { id: "gpu-0", memoryGiB: 24, jobs: [job()], failuresInRow: 0 },
      { id: "gpu-1", memoryGiB: 24, jobs: [], failuresInRow: 3 },
    ];
    const jobs = [job({ name: undefined, status: "PUBLISHING", since: 10 * MINUTE_MS, step: undefined })];
    const draining = worker(2, {
      state: "draining",
      slots: [{ id: "cpu", memoryGiB: undefined, jobs, failuresInRow: 0 }],
    });
    const all = [worker(1, { slots }), draining, worker(3, { silent: true, state: "drained" })];
    const state = { paused: true, queued: 7, oldestWaitSeconds: 200, owedMessages: 2 };
    const text = shown(overviewPage(overview(all, state), 0, t));
    expect(text.split("\n")).to.deep.equal([
      "Darkroom",
      "⏸ New trainings are paused: the queue takes them, nothing new begins.",
      "Queue: 7 waiting, the first for 3 min",
      "Messages not delivered yet: 2",
      "",
      "🖥 box-1 · 1.2.3",
      "▪️ gpu-0: 🎞 Rex, step 12 of 1500, 12 min",
      "▫️ gpu-1: free",
      "⚠️ Failures in a row: 3",
      "",
      "🖥 box-2 · 1.2.3",
      "⏏️ Takes nothing new, finishes what it has",
      "▪️ cpu: 📦 t1, 2 min",
      "",
      "🖥 box-3 · 1.2.3",
      "⚠️ Silent for 12 min",
      "⏏️ Drained, safe to switch off",
      "▫️ gpu-0: free",
      "",
      "As of 00:12:00 UTC",
    ]);
  });

  it("say so when no worker is there", () => {
    expect(shown(overviewPage(overview([]), 0, t))).to.contain("No worker is running.");
  });

  it("turn over many workers, and show the last page for one that is no more", () => {
    const many = overview(Array.from({ length: 12 }, (_, number) => worker(number)));
    const seen = [0, 1, 2].map((page) => overviewPage(many, page, t));
    const names = seen.flatMap((page) => shown(page).match(/box-\d+/g) ?? []);
    expect(names).to.deep.equal(many.workers.map(({ name }) => name));
    expect(seen.map((page) => dataOf(page).filter((data) => data.startsWith("a:show:")))).to.deep.equal([
      ["a:show:0:", "a:show:1:"],
      ["a:show:1:", "a:show:0:", "a:show:2:"],
      ["a:show:2:", "a:show:1:"],
    ]);
    expect(overviewPage(many, 9, t)).to.deep.equal(seen[2]);
  });

  for (const locale of texts.locales) {
    it(`fit Telegram's bounds with many workers, many slots and bad names (${locale})`, () => {
      const slots = Array.from({ length: 50 }, () => ({
        id: LONG,
        memoryGiB: 80,
        jobs: [job({ name: LONG, step: 123_456, steps: 999_999 }), job({ name: LONG, status: "PUBLISHING" })],
        failuresInRow: 1_000_000,
      }));
      const changes = { id: LONG, name: LONG, silent: true, state: "draining", slots } as const;
      const many = Array.from({ length: 300 }, (_, number) => worker(number, changes));
      for (const page of [0, 30, 59]) {
        const text = shown(
          overviewPage(overview(many, { paused: true, queued: 1e6 }), page, texts.in(locale)),
        );
        expect(text)
          .to.contain('<b>&"name"</i>')
          .and.to.contain(`${page + 1}`)
          .and.to.match(/UTC$/);
      }
      const failed: FailedTraining = {
        id: "t".repeat(32),
        name: LONG,
        ownerName: LONG,
        recipeId: "wan-14b",
        code: "trainer-lost",
        at: 0,
        resumable: true,
      };
      const failures = Array.from({ length: 50 }, () => failed);
      const page = failuresPage(failures.slice(0, FAILURES_SHOWN), 9999, texts.in(locale), locale);
      shown(page);
      expect(dataOf(page).filter((data) => data.startsWith("a:retry:"))).to.have.lengthOf(FAILURES_SHOWN);
      const hopeless = failuresPage([{ ...failed, resumable: false }], 0, texts.in(locale), locale);
      expect(dataOf(hopeless).join()).not.to.contain("retry");
    });
  }

  it("say so when nothing has failed", () => {
    expect(shown(failuresPage([], 3, t, "en"))).to.equal("No training has failed.");
    expect(dataOf(failuresPage([], 3, t, "en"))).to.deep.equal(["a:failures:3:", "a:show:3:"]);
  });
});

describe("the data of /admin's buttons", () => {
  it("is read as it was written, and is short enough for Telegram", () => {
    for (const verb of ADMIN_VERBS) {
      const data = adminButton(verb, 9999, tagOf(LONG));
      expect(Buffer.byteLength(data)).to.be.at.most(MAX_DATA_BYTES);
      expect(parseAdminButton(data)).to.deep.equal({ verb, page: 9999, tag: tagOf(LONG) });
    }
  });

  it("of another kind is no data of these", () => {
    const others = [
      undefined,
      "",
      "a:",
      "a:show",
      "a:reboot:0:",
      "a:show:-1:",
      "a:show:0:XYZ",
      "t:abc:stop:",
    ];
    for (const data of others) expect(parseAdminButton(data), data).to.equal(undefined);
  });
});
