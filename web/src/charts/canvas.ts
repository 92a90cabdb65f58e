/**
 * Chart.js with only what the month charts use, and the marks it lacks: labels at line ends, a zero line, a note.
 *
 * Always    colours are read from the page's tokens at drawing time, so that a change of theme is a redraw.
 */
import {
  CategoryScale,
  Chart,
  Filler,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Tooltip,
  type Plugin,
} from "chart.js";

Chart.register(
  CategoryScale,
  Filler,
  LineController,
  LineElement,
  LinearScale,
  PointElement,
  Tooltip,
);

export { Chart };

/** A label at the right end of a line, kept clear of its neighbours. */
export type EndLabel = { value: number; colour: string; strong: string; words?: string };

/** A note tied to a month by a hairline. */
export type Note = { index: number; lines: readonly string[] };

export type Marks = { ends: readonly EndLabel[]; note: Note | undefined; compact: boolean };

const FONT = '"Inter Variable", "Inter Stand-in", system-ui, sans-serif';
const LINE_HEIGHT = 15;

/** A token's value as it is now. */
export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** A token's colour with an opacity token. */
export function tint(colour: string, opacity: string): string {
  const hex = token(colour).slice(1);
  const [r, g, b] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return `rgb(${r} ${g} ${b} / ${token(opacity)})`;
}

export function font(size: number, weight = 400): string {
  return `${weight} ${size}px ${FONT}`;
}

/** Draws labels and note after the lines; `marks` gives the newest. */
export function marksPlugin(marks: () => Marks): Plugin<"line"> {
  return {
    id: "marks",
    beforeDatasetsDraw: (chart) => drawZero(chart),
    afterDatasetsDraw: (chart) => {
      const { ends, note, compact } = marks();
      drawEnds(chart, ends, compact);
      if (note && !compact) drawNote(chart, note);
    },
  };
}

function drawZero(chart: Chart): void {
  const { y } = chart.scales;
  if (!y || y.min > 0 || y.max < 0) return;
  const { ctx, chartArea } = chart;
  const at = Math.round(y.getPixelForValue(0)) + 0.5;
  ctx.save();
  ctx.strokeStyle = token("--text");
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(chartArea.left, at);
  ctx.lineTo(chartArea.right, at);
  ctx.stroke();
  ctx.restore();
}

function drawEnds(chart: Chart, ends: readonly EndLabel[], compact: boolean): void {
  const { ctx, chartArea, width } = chart;
  const { y } = chart.scales;
  if (!y) return;
  const placed = apart(
    ends.map((end) => ({ end, at: y.getPixelForValue(end.value) })),
    chartArea.top,
    chartArea.bottom,
  );
  ctx.save();
  ctx.textBaseline = "middle";
  for (const { end, at } of placed) {
    const left = chartArea.right + 8;
    ctx.fillStyle = end.colour;
    ctx.font = font(12, 600);
    ctx.fillText(end.strong, left, at);
    if (end.words && !compact) {
      const from = left + ctx.measureText(end.strong).width + 6;
      ctx.fillStyle = token("--text-3");
      ctx.font = font(12);
      ctx.fillText(fitted(ctx, end.words, width - from), from, at);
    }
  }
  ctx.restore();
}

/** Pushed apart to a line's height in order of value, inside the plot. */
function apart<T extends { at: number }>(labels: T[], top: number, bottom: number): T[] {
  const sorted = labels.toSorted((a, b) => a.at - b.at);
  const placed = sorted.map((label) => ({ ...label }));
  for (let i = 1; i < placed.length; i++) {
    placed[i]!.at = Math.max(placed[i]!.at, placed[i - 1]!.at + LINE_HEIGHT);
  }
  let limit = bottom + 4;
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i]!.at = Math.min(placed[i]!.at, limit);
    limit = placed[i]!.at - LINE_HEIGHT;
  }
  const over = top - 4 - (placed[0]?.at ?? top);
  return over > 0 ? placed.map((label) => ({ ...label, at: label.at + over })) : placed;
}

function fitted(ctx: CanvasRenderingContext2D, words: string, room: number): string {
  if (ctx.measureText(words).width <= room) return words;
  let end = words.length;
  while (end > 0 && ctx.measureText(`${words.slice(0, end).trimEnd()}…`).width > room) end -= 1;
  return end > 3 ? `${words.slice(0, end).trimEnd()}…` : "";
}

function drawNote(chart: Chart, { index, lines }: Note): void {
  const { ctx, chartArea } = chart;
  const { x, y } = chart.scales;
  if (!x || !y) return;
  const at = Math.round(x.getPixelForValue(index)) + 0.5;
  ctx.save();
  ctx.font = font(12);
  const widest = Math.max(...lines.map((line) => ctx.measureText(line).width));
  const left = Math.max(chartArea.left + 4, Math.min(at - 4, chartArea.right - widest - 4));
  const bottom = chartArea.top + lines.length * LINE_HEIGHT;
  ctx.strokeStyle = token("--text-3");
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(at, bottom + 6);
  ctx.lineTo(at, y.getPixelForValue(0));
  ctx.stroke();
  ctx.fillStyle = token("--text-2");
  ctx.textBaseline = "top";
  lines.forEach((line, i) => ctx.fillText(line, left, chartArea.top + i * LINE_HEIGHT));
  ctx.restore();
}
