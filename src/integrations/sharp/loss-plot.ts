import type { LossPoint } from "../../core/training/model.js";
import { digits, digitsWidth } from "./digits.js";
import { lossScale, roundUp, smoothed, type LossScale } from "./loss-scale.js";

export const COLOURS = {
  ground: "#0e1116",
  panel: "#141920",
  grid: "#252d38",
  words: "#8b98a9",
  raw: "#5f7ea6",
  line: "#ffb454",
} as const;

const MARGIN = { left: 92, right: 40, top: 36, bottom: 56 };
const TEXT_HEIGHT = 19;

/** The losses by step as an SVG: what the trainer told as points, and a smoothed line over them. */
export function lossPlot(
  points: readonly LossPoint[],
  steps: number,
  size: { readonly width: number; readonly height: number },
): string {
  const scale = lossScale(points);
  const area = {
    left: MARGIN.left,
    right: size.width - MARGIN.right,
    top: MARGIN.top,
    bottom: size.height - MARGIN.bottom,
  };
  const last = Math.max(1, steps, points.at(-1)?.step ?? 1);
  const x = (step: number): number => area.left + ((area.right - area.left) * step) / last;
  const y = (loss: number): number => {
    const share = (loss - scale.from) / (scale.to - scale.from);
    return area.bottom - (area.bottom - area.top) * Math.min(1, Math.max(0, share));
  };
  const parts = [
    `<rect width="${size.width}" height="${size.height}" rx="24" fill="${COLOURS.panel}"/>`,
    ...rows(scale, area, y),
    ...columns(last, area, x),
    ...curve(points, area, x, y, scale.decimals),
  ];
  const shape = `width="${size.width}" height="${size.height}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${shape}>${GRADIENT}${parts.join("")}</svg>`;
}

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

type Place = (value: number) => number;

const GRADIENT =
  `<defs><linearGradient id="fade" x1="0" y1="0" x2="0" y2="1">` +
  `<stop offset="0" stop-color="${COLOURS.line}" stop-opacity="0.26"/>` +
  `<stop offset="1" stop-color="${COLOURS.line}" stop-opacity="0"/></linearGradient></defs>`;

function rows({ ticks, decimals }: LossScale, { left, right }: Area, y: Place): string[] {
  const style = { height: TEXT_HEIGHT, colour: COLOURS.words, anchor: "end" } as const;
  return ticks.map(
    (tick) => rule(left, y(tick), right, y(tick)) + digits(tick.toFixed(decimals), left - 18, y(tick), style),
  );
}

function columns(last: number, { top, bottom }: Area, x: Place): string[] {
  const every = Math.max(1, roundUp(last / 5));
  const steps = Array.from({ length: Math.floor(last / every) + 1 }, (_, index) => index * every);
  const style = { height: TEXT_HEIGHT, colour: COLOURS.words, anchor: "middle" } as const;
  return steps.map(
    (step) => rule(x(step), top, x(step), bottom) + digits(String(step), x(step), bottom + 28, style),
  );
}

function rule(x1: number, y1: number, x2: number, y2: number): string {
  return `<path d="M${place(x1, y1)}L${place(x2, y2)}" stroke="${COLOURS.grid}" stroke-width="1.5"/>`;
}

function curve(
  points: readonly LossPoint[],
  { bottom, right }: Area,
  x: Place,
  y: Place,
  decimals: number,
): string[] {
  const line = smoothed(points);
  const [first, last] = [line[0], line.at(-1)];
  if (first === undefined || last === undefined) return [];
  const dots = points.map(({ step, loss }) => `<circle cx="${n(x(step))}" cy="${n(y(loss))}" r="3"/>`);
  const path = `M${line.map(({ step, loss }) => place(x(step), y(loss))).join("L")}`;
  const under = `${path}L${place(x(last.step), bottom)}L${place(x(first.step), bottom)}Z`;
  const pen = `fill="none" stroke="${COLOURS.line}" stroke-linejoin="round" stroke-linecap="round"`;
  return [
    `<path d="${under}" fill="url(#fade)"/>`,
    `<g fill="${COLOURS.raw}" fill-opacity="0.6">${dots.join("")}</g>`,
    `<path d="${path}" ${pen} stroke-width="4.5"/>`,
    head(x(last.step), y(last.loss), last.loss.toFixed(decimals + 1), right),
  ];
}

/** Where the line has come to, with its value. */
function head(x: number, y: number, value: string, right: number): string {
  const width = digitsWidth(value, TEXT_HEIGHT) + 28;
  const left = Math.min(x - width / 2, right - width);
  const above = y - 34 > MARGIN.top ? y - 34 : y + 34;
  const label = digits(value, left + width / 2, above, {
    height: TEXT_HEIGHT,
    colour: COLOURS.ground,
    weight: 2.2,
    anchor: "middle",
  });
  return (
    `<circle cx="${n(x)}" cy="${n(y)}" r="13" fill="${COLOURS.line}" fill-opacity="0.25"/>` +
    `<circle cx="${n(x)}" cy="${n(y)}" r="6.5" fill="${COLOURS.line}"/>` +
    `<rect x="${n(left)}" y="${n(above - 18)}" width="${n(width)}" height="36" rx="18" fill="${COLOURS.line}"/>${label}`
  );
}

function place(x: number, y: number): string {
  return `${n(x)} ${n(y)}`;
}

function n(value: number): string {
  return value.toFixed(1);
}
