/**
 * A piece of the page as a picture: rules, fills, text, drawn shapes and canvases, each where the page has them.
 *
 * Always    at twice the size, with title, caption and source, in the colours on the screen; what is hidden from
 *           sight stays out.
 * Not here  saving the file (lib/save.ts).
 */
import { font, token } from "./canvas.ts";

export type Words = { title: string; caption: string; source: string };

const SCALE = 2;
const MARGIN = 24;
const FOOT = 40;
/** Room for marks that reach over the edge of a drawing. */
const BLEED = 10;

export async function pictureOf(element: HTMLElement, words: Words): Promise<Blob> {
  const frame = element.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  const width = Math.ceil(frame.width) + 2 * MARGIN;
  const caption = words.caption ? 22 : 0;
  const head = MARGIN + 30 + caption;
  const height = head + Math.ceil(frame.height) + FOOT;
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  const ctx = canvas.getContext("2d")!;
  ctx.scale(SCALE, SCALE);
  ctx.fillStyle = token("--bg");
  ctx.fillRect(0, 0, width, height);
  writeWords(ctx, words, { width, height });
  ctx.translate(MARGIN - frame.left, head - frame.top);
  await paint(ctx, element);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}

function writeWords(
  ctx: CanvasRenderingContext2D,
  { title, caption, source }: Words,
  { width, height }: { width: number; height: number },
): void {
  const room = width - 2 * MARGIN;
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = token("--text");
  ctx.font = font(18, 600);
  ctx.fillText(title, MARGIN, MARGIN + 18, room);
  ctx.fillStyle = token("--text-3");
  ctx.font = font(13);
  ctx.fillText(caption, MARGIN, MARGIN + 40, room);
  ctx.font = font(12);
  ctx.fillText(source, MARGIN, height - 14, room);
}

async function paint(ctx: CanvasRenderingContext2D, element: Element): Promise<void> {
  const style = getComputedStyle(element);
  if (style.display === "none" || style.visibility === "hidden") return;
  if (element.classList.contains("sr-only") || element.classList.contains("no-picture")) return;
  const box = element.getBoundingClientRect();
  if (element instanceof HTMLCanvasElement) {
    ctx.drawImage(element, box.left, box.top, box.width, box.height);
    return;
  }
  if (element instanceof SVGSVGElement) {
    await paintDrawing(ctx, element, box);
    return;
  }
  paintBox(ctx, style, box);
  for (const child of element.childNodes) {
    if (child instanceof Element) await paint(ctx, child);
    else if (child instanceof Text) paintText(ctx, child, style);
  }
}

function paintBox(ctx: CanvasRenderingContext2D, style: CSSStyleDeclaration, box: DOMRect): void {
  if (style.backgroundColor !== "rgba(0, 0, 0, 0)") {
    ctx.fillStyle = style.backgroundColor;
    ctx.fillRect(box.left, box.top, box.width, box.height);
  }
  const side = (width: string, colour: string, rect: [number, number, number, number]) => {
    if (Number.parseFloat(width) === 0) return;
    ctx.fillStyle = colour;
    ctx.fillRect(...rect);
  };
  const [top, bottom, left, right] = [
    style.borderTopWidth,
    style.borderBottomWidth,
    style.borderLeftWidth,
    style.borderRightWidth,
  ].map((width) => Number.parseFloat(width)) as [number, number, number, number];
  side(style.borderTopWidth, style.borderTopColor, [box.left, box.top, box.width, top]);
  side(style.borderBottomWidth, style.borderBottomColor, [
    box.left,
    box.bottom - bottom,
    box.width,
    bottom,
  ]);
  side(style.borderLeftWidth, style.borderLeftColor, [box.left, box.top, left, box.height]);
  side(style.borderRightWidth, style.borderRightColor, [
    box.right - right,
    box.top,
    right,
    box.height,
  ]);
}

/** Letter by letter, each where the page has it: tabular figures and line breaks come out right. */
function paintText(ctx: CanvasRenderingContext2D, node: Text, style: CSSStyleDeclaration): void {
  const text = node.data;
  if (!text.trim()) return;
  ctx.fillStyle = node.parentElement instanceof SVGElement ? style.fill : style.color;
  ctx.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  ctx.textBaseline = "alphabetic";
  ctx.textAlign = "center";
  const range = document.createRange();
  for (let i = 0; i < text.length; i++) {
    if (/\s/.test(text[i]!)) continue;
    range.setStart(node, i);
    range.setEnd(node, i + 1);
    const box = range.getBoundingClientRect();
    if (box.width === 0) continue;
    const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = ctx.measureText(
      text[i]!,
    );
    const y = box.top + (box.height - above - below) / 2 + above;
    ctx.fillText(text[i]!, box.left + box.width / 2, y);
  }
}

/** Shapes as an image of their own with the styles they have now; their texts like all other text. */
async function paintDrawing(
  ctx: CanvasRenderingContext2D,
  drawing: SVGSVGElement,
  box: DOMRect,
): Promise<void> {
  if (box.width === 0 || box.height === 0) return;
  const inner = drawing.cloneNode(true) as SVGSVGElement;
  copyStyles(drawing, inner);
  for (const text of inner.querySelectorAll("text")) text.remove();
  inner.setAttribute("x", String(BLEED));
  inner.setAttribute("y", String(BLEED));
  inner.setAttribute("width", String(box.width));
  inner.setAttribute("height", String(box.height));
  inner.setAttribute("overflow", "visible");

  const outer = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  outer.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  outer.setAttribute("width", String(box.width + 2 * BLEED));
  outer.setAttribute("height", String(box.height + 2 * BLEED));
  outer.append(inner);
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(outer))}`;
  await image.decode();
  ctx.drawImage(
    image,
    box.left - BLEED,
    box.top - BLEED,
    box.width + 2 * BLEED,
    box.height + 2 * BLEED,
  );
  for (const text of drawing.querySelectorAll("text")) {
    for (const node of text.childNodes) {
      if (node instanceof Text) paintText(ctx, node, getComputedStyle(text));
    }
  }
}

const properties = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "opacity",
];

function copyStyles(from: Element, to: Element): void {
  const style = getComputedStyle(from);
  for (const property of properties) {
    const value = style.getPropertyValue(property);
    if (value && !value.includes("url(")) to.setAttribute(property, value);
    else if (value) to.setAttribute(property, `url(${/#[^")]+/.exec(value)?.[0] ?? "none"})`);
  }
  // A width that only the style sheet gives.
  if (from instanceof SVGRectElement && !from.hasAttribute("width")) {
    to.setAttribute("width", String(from.getBBox().width));
  }
  to.removeAttribute("class");
  [...from.children].forEach((child, i) => copyStyles(child, to.children[i]!));
}
