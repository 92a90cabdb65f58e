import axe from "axe-core";
import { readFileSync } from "node:fs";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { readScenario, scenarioOf } from "#models";
import { launchBrowser } from "../support/browser.ts";

let browser: Browser;
const open: Page[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  for (const page of open.splice(0)) await page.context().close();
});
afterAll(() => browser.close());

/** The Build page of a scenario, its first figures there. Every fault the page reports fails the test. */
async function build(id: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options });
  const page = await context.newPage();
  open.push(page);
  page.on("pageerror", (error) => {
    throw error;
  });
  page.on("console", (message) => {
    if (message.type() === "error") throw new Error(`${message.text()} ${message.location().url}`);
  });
  const { origin, search } = new URL(inject("site"));
  await page.goto(`${origin}/${search}#/build/${id}`);
  await page.waitForFunction(() =>
    /\d/.test(document.querySelector(".live-figure .figure")?.textContent ?? ""),
  );
  return page;
}

/** What the panel says once every year is in. */
const allYears = "1,000 simulated years";

function figure(page: Page, label: string): Locator {
  return page.locator(".live-figure", { hasText: label }).locator(".figure");
}

/** Waits until a text is another than it was. */
async function changed(locator: Locator, from: string): Promise<string> {
  await expect.poll(() => locator.innerText(), { timeout: 20_000 }).not.toBe(from);
  return locator.innerText();
}

type Violation = { id: string; nodes: { html: string }[] };

/** Runs in the page, where axe is a global. */
async function scan(): Promise<Violation[]> {
  const { axe: there } = globalThis as unknown as { axe: typeof axe };
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  return (await there.run({ runOnly: rules })).violations;
}

function textOf(id: string): string | undefined {
  return readFileSync(new URL(`../../scenarios/${id}.json`, import.meta.url), "utf8");
}

describe("a lever moves the numbers", () => {
  test("while a weight is dragged, and back when that is undone", async () => {
    const page = await build("reference-b");
    await page.getByText(allYears, { exact: true }).waitFor();
    const pay = figure(page, "Total pay");
    const before = await pay.innerText();

    const handle = page.getByRole("slider", { name: /^Weight of / }).first();
    const box = (await handle.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x - 120, box.y + box.height / 2, { steps: 8 });
    await changed(pay, before);
    expect(await handle.getAttribute("aria-valuetext")).not.toContain("50%");
    await page.mouse.up();

    await page.getByText("Discard 2 edits").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => pay.innerText(), { timeout: 20_000 }).toBe(before);
    expect(await page.getByRole("button", { name: "Undo" }).isDisabled()).toBe(true);
    await page.getByRole("button", { name: "Redo" }).click();
    await page.getByText("Discard 2 edits").waitFor();
  });

  test("when a point of a curve is moved by the keyboard, and says what it was", async () => {
    const page = await build("shared-pipeline");
    const pay = figure(page, "Total pay");
    // What it was is said of all years only.
    await page.getByText("1,000 simulated years", { exact: true }).waitFor({ timeout: 20_000 });
    const before = await pay.innerText();
    await page.getByRole("slider", { name: "Point 1 of 4" }).first().focus();
    for (let press = 0; press < 4; press++) await page.keyboard.press("Shift+ArrowLeft");
    await changed(pay, before);
    const [at] = await page.getByRole("spinbutton", { name: "Attainment of point 1" }).all();
    expect(await at!.inputValue()).toBe("59%");
    await page.getByText(`was ${before}`).waitFor();
    await page.keyboard.press("u");
    expect(await at!.inputValue()).toBe("79%");
  });

  test.each([
    ["a target", "marketing", "Target for a quarter"],
    ["a bonus", "aeMid", "Target variable"],
  ])("when %s is moved by the arrow keys", async (_, plan, label) => {
    const page = await build("shared-pipeline");
    const pay = figure(page, "Total pay");
    const before = await pay.innerText();
    const rail = { marketing: /^Marketing bonus/, aeMid: /^Account executive, mid/ }[plan]!;
    await page
      .getByRole("navigation", { name: "Parts of" })
      .getByRole("button", { name: rail })
      .click();
    await page.getByRole("spinbutton", { name: label }).first().press("Shift+ArrowUp");
    await changed(pay, before);
  });

  test("when the level of alignment is moved by the arrow keys", async () => {
    const page = await build("shared-pipeline");
    const bookings = figure(page, "Bookings");
    const before = await bookings.innerText();
    await page.getByRole("button", { name: "Alignment" }).click();
    const slider = page.getByRole("slider", { name: "Level at the start" });
    for (let press = 0; press < 3; press++) await slider.press("PageUp");
    await changed(bookings, before);
  });
});

test("bands follow once the person pauses, as so many simulated years", async () => {
  const page = await build("reference-b");
  await page.getByText(allYears, { exact: true }).waitFor();
  await page
    .getByText(/(higher|lower) in (over )?\d+ of 100 years/)
    .first()
    .waitFor();
});

test("what cannot be is said at its field, and the numbers stay", async () => {
  const page = await build("shared-pipeline");
  const before = await figure(page, "Total pay").innerText();
  const weight = page.getByRole("spinbutton", { name: "Weight" }).first();
  await weight.fill("a half");
  await weight.press("Enter");
  await page.getByRole("alert").getByText("Not a number").waitFor();
  expect(await weight.getAttribute("aria-invalid")).toBe("true");
  expect(await figure(page, "Total pay").innerText()).toBe(before);
  await page
    .getByRole("slider", { name: /^Weight of / })
    .first()
    .press("ArrowRight");
  expect(await weight.inputValue()).toBe("51%");
  expect(await page.getByRole("alert").count()).toBe(0);
});

test("a draft is there again after the page is closed, and Compare takes it along", async () => {
  const page = await build("shared-pipeline");
  await page
    .getByRole("slider", { name: /^Weight of / })
    .first()
    .press("ArrowRight");
  await page.getByText("Draft kept on this machine").waitFor();
  await page.reload();
  await page.getByText("Discard 2 edits").waitFor();
  const link = await page
    .getByRole("link", { name: "Compare", exact: true })
    .last()
    .getAttribute("href");
  expect(link).toBe("#/compare?scenarios=status-quo,shared-pipeline&draft=shared-pipeline");
  await page.getByRole("link", { name: "Compare", exact: true }).last().click();
  await page.getByText("Shared pipeline target is shown with the edits of your draft").waitFor();
});

test.each([
  ["shared-pipeline", "shared-pipeline-edited.json"],
  ["status-quo", "status-quo-edited.json"],
])(
  "the draft of %s is downloaded as a file that reads as the same scenario",
  async (id, filename) => {
    const page = await build(id);
    await page.getByRole("button", { name: "Alignment" }).click();
    await page.getByRole("spinbutton", { name: "Level at the start" }).fill("0.55");
    await page.keyboard.press("Enter");
    await page.getByText("Discard 1 edit").waitFor();

    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download JSON" }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toBe(filename);
    const text = readFileSync(await download.path(), "utf8");
    const name = filename.replace(/\.json$/, "");
    const { loaded, problems } = readScenario(name, (file) =>
      file === name ? text : textOf(file),
    );
    expect(problems).toEqual([]);
    const {
      name: _,
      question: _q,
      notes: _n,
      extends: _e,
      $schema: _s,
      alignment,
      ...read
    } = scenarioOf(loaded!);
    expect(alignment).toEqual({ level: 0.55 });
    const original = readScenario(id, textOf).loaded!;
    expect(scenarioOf(original)).toMatchObject(read);
  },
);

test("a stopped engine is said, and starts again with the edits", async () => {
  const page = await build("reference-b");
  const worker = page.workers()[0]!;
  await worker.evaluate(() =>
    setTimeout(() => {
      throw new Error("stopped by the test");
    }),
  );
  await page.getByText("The calculation stopped. Your edits are safe.").waitFor();
  await page
    .getByRole("slider", { name: /^Weight of / })
    .first()
    .press("ArrowRight");
  await page.getByRole("button", { name: "Restart" }).click();
  await page
    .getByText(/was (the same|[+\u2212$])/)
    .first()
    .waitFor();
  expect(await page.getByText("The calculation stopped").count()).toBe(0);
});

describe("the page is accessible", () => {
  const screens = [
    [1440, "light"],
    [1440, "dark"],
    [390, "light"],
    [390, "dark"],
  ] as const;
  test.each(screens)("at %d px, %s", async (width, colorScheme) => {
    const page = await build("shared-pipeline-practices", {
      viewport: { width, height: 900 },
      colorScheme,
    });
    const parts = ["plan marketing", "pools", "alignment", "rest"];
    for (const part of colorScheme === "dark" ? parts.slice(0, 2) : parts) {
      if (width < 900)
        await page.getByRole("combobox", { name: "Part of the scenario" }).selectOption(part);
      else
        await page
          .locator(".rail")
          .getByRole("button")
          .nth({ "plan marketing": 0, pools: -3, alignment: -2, rest: -1 }[part]!)
          .click();
      await page.evaluate(axe.source);
      const violations = await page.evaluate(scan);
      expect(violations.map(({ id, nodes }) => `${part}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
});

test("on a phone every target is large enough for a finger, and the numbers stay in sight", async () => {
  const page = await build("shared-pipeline", {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const small = await page.evaluate(() => {
    const targets = document.querySelectorAll(
      "main button, main select, main label, main [role=slider]",
    );
    return [...targets].flatMap((target) => {
      const { width, height } = target.getBoundingClientRect();
      const words = target.getAttribute("aria-label") ?? target.textContent ?? "";
      const fits = height === 0 || (height >= 43.9 && width >= 24);
      return fits ? [] : [`${words.trim()}: ${width} by ${height}`];
    });
  });
  expect(small).toEqual([]);

  const bar = page.getByRole("button", { name: /^Against status quo, go to results/ });
  expect(await bar.innerText()).toMatch(/Bookings\s+[+\u2212]?\$/);
  await bar.click();
  await expect
    .poll(() => page.getByRole("heading", { name: "Against status quo" }).boundingBox())
    .toMatchObject({
      y: expect.closeTo(0, -2),
    });
});
