import type {
  Overview,
  SlotJob,
  SlotOverview,
  WorkerOverview,
} from "../../../core/administration/overview.js";
import type { Button } from "../say.js";
import type { Translate } from "../texts.js";
import { adminButton, tagOf, type AdminVerb } from "./button-data.js";
import { adminHelpButton } from "./help-page.js";
import { fitting, shortened } from "./length.js";

const WORKERS_A_PAGE = 5;
const SLOTS_SHOWN = 8;
const NAME_LENGTH = 24;

export interface Page {
  readonly html: string;
  readonly rows: Button[][];
}

/** The message of /admin: the queue, a page of workers with their slots, and what can be done. */
export function overviewPage(overview: Overview, wanted: number, t: Translate): Page {
  const pages = Math.max(1, Math.ceil(overview.workers.length / WORKERS_A_PAGE));
  const page = Math.min(wanted, pages - 1);
  const workers = overview.workers.slice(page * WORKERS_A_PAGE, (page + 1) * WORKERS_A_PAGE);
  const lines = [
    ...queueLines(overview, t),
    ...workers.flatMap((worker) => workerLines(worker, overview.at, t)),
  ];
  if (workers.length === 0) lines.push("", t("admin-no-workers"));
  const last = pages > 1 ? ["", t("admin-page", { page: page + 1, pages })] : [];
  last.push("", t("admin-as-of", { time: new Date(overview.at).toISOString().slice(11, 19) }));
  return { html: fitting(lines, last), rows: buttonRows(overview, workers, { page, pages }, t) };
}

function queueLines({ paused, queued, oldestWaitSeconds, owedMessages }: Overview, t: Translate): string[] {
  const lines = [t("admin-title")];
  if (paused) lines.push(t("admin-paused"));
  lines.push(
    queued === 0
      ? t("admin-queue-empty")
      : t("admin-queue", { count: queued, minutes: Math.floor(oldestWaitSeconds / 60) }),
  );
  if (owedMessages > 0) lines.push(t("admin-owed", { count: owedMessages }));
  return lines;
}

function workerLines(worker: WorkerOverview, now: number, t: Translate): string[] {
  const { name, version, silent, state, slots } = worker;
  const lines = ["", t("admin-worker", { name: shortened(name, NAME_LENGTH), version })];
  if (silent) lines.push(t("admin-worker-silent", { minutes: minutesBetween(worker.at, now) }));
  if (state === "draining") lines.push(t("admin-worker-draining"));
  if (state === "drained") lines.push(t("admin-worker-drained"));
  for (const slot of slots.slice(0, SLOTS_SHOWN)) lines.push(...slotLines(slot, now, t));
  const more = slots.length - SLOTS_SHOWN;
  if (more > 0) lines.push(t("admin-more-slots", { count: more }));
  return lines;
}

function slotLines({ id, jobs, failuresInRow }: SlotOverview, now: number, t: Translate): string[] {
  const slot = shortened(id, NAME_LENGTH);
  const lines =
    jobs.length === 0 ? [t("admin-slot-free", { slot })] : jobs.map((job) => jobLine(slot, job, now, t));
  if (failuresInRow > 0) lines.push(t("admin-slot-failures", { count: failuresInRow }));
  return lines;
}

function jobLine(
  slot: string,
  { name, trainingId, status, since, step, steps }: SlotJob,
  now: number,
  t: Translate,
) {
  const told = {
    slot,
    icon: t(`status-icon-${status.toLowerCase()}`),
    name: shortened(name ?? trainingId, NAME_LENGTH),
    minutes: minutesBetween(since, now),
  };
  if (step === undefined || steps === undefined) return t("admin-slot-job", told);
  return t("admin-slot-step", { ...told, step: String(step), steps: String(steps) });
}

function minutesBetween(from: number, to: number): number {
  return Math.max(0, Math.floor((to - from) / 60_000));
}

function buttonRows(
  { paused }: Overview,
  workers: readonly WorkerOverview[],
  { page, pages }: { page: number; pages: number },
  t: Translate,
): Button[][] {
  const button = (key: string, verb: AdminVerb, to = page): Button => ({
    text: t(key),
    data: adminButton(verb, to),
  });
  const rows = [
    [button("admin-refresh", "show"), button("admin-failures", "failures")],
    [button("admin-log", "log", 0), adminHelpButton(t)],
    [paused ? button("admin-resume", "resume") : button("admin-pause", "pause")],
    ...workers.map(({ id, name, state }) => [
      workerButton(state === "working" ? "drain" : "undrain", { id, name, page }, t),
    ]),
  ];
  const turns: Button[] = [];
  if (page > 0) turns.push(button("admin-previous", "show", page - 1));
  if (page + 1 < pages) turns.push(button("admin-next", "show", page + 1));
  if (turns.length > 0) rows.push(turns);
  return rows;
}

/** Drains a worker, or lets it work again; the notices' buttons leave the message's text as it is. */
export function workerButton(
  verb: "drain" | "undrain" | "notice-drain" | "notice-undrain",
  { id, name, page = 0 }: { id: string; name: string; page?: number },
  t: Translate,
): Button {
  const worker = shortened(name, NAME_LENGTH);
  const drains = verb === "drain" || verb === "notice-drain";
  return {
    text: t(drains ? "admin-drain" : "admin-undrain", { worker }),
    data: adminButton(verb, page, tagOf(id)),
  };
}
