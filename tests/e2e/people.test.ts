import axe from "axe-core";
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
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

const pair = "scenarios=reference-a,reference-b";

/** A page of People. Every fault the page reports fails the test. */
async function visit(address: string, options: BrowserContextOptions = {}): Promise<Page> {
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
  await page.goto(`${origin}/${search}${address}`);
  return page;
}

const roster = [
  "id,role,name,start",
  "ae-01,ae,Avery Sample,2025-03-01",
  "ae-02,ae,Blake Sample,2026-01-01",
];
/** Avery: 960,000 of 800,000 is 120%, which pays 1 + 0.2 × 1.5 of 80,000: 104,000. */
const deals = [
  "id,owner,segment,source,created,won,amount",
  "D-1,ae-01,all,outbound,2027-01-05,2027-02-10,500000.00",
  "D-2,ae-01,all,inbound,2027-06-01,2027-12-03,460000.00",
  "D-3,ae-02,all,inbound,2027-06-01,2027-09-03,400000.00",
];

function file(name: string, lines: readonly string[]) {
  return { name, mimeType: "text/csv", buffer: Buffer.from(`${lines.join("\n")}\n`) };
}

async function give(page: Page, files: ReturnType<typeof file>[]): Promise<void> {
  await page.getByLabel("Files of deals, roster and measures").setInputFiles(files);
}

/** The People page paid on the deals above. */
async function paid(address = `#/people?${pair}&show=a`, options?: BrowserContextOptions) {
  const page = await visit(address, options);
  await page.getByRole("button", { name: "Choose deals.csv" }).waitFor();
  await give(page, [file("deals.csv", deals), file("roster.csv", roster)]);
  await page.getByRole("heading", { level: 1, name: "Avery Sample" }).waitFor();
  await page.getByRole("tab", { name: /^Year/ }).click();
  await page.getByRole("heading", { name: "Statement, January to December 2027" }).waitFor();
  return page;
}

/** The row of a statement by its first cell. */
function row(page: Page, name: string | RegExp): Locator {
  return page
    .locator(".statement tbody tr")
    .filter({ has: page.getByRole("rowheader", { name }) })
    .first();
}

describe("without deals", () => {
  test("the roles, the curve and the simulated year are there, and nothing is paid", async () => {
    const page = await visit(`#/people?${pair}`);
    await page.getByRole("heading", { name: /of 100 years end below target pay/ }).waitFor();
    await page.getByRole("heading", { name: "What the year pays" }).waitFor();
    await page.getByRole("heading", { name: "Change under B" }).waitFor();
    expect(await page.locator(".statement").count()).toBe(0);
    await page.getByRole("link", { name: /^marketer/ }).click();
    await page.getByRole("heading", { level: 1, name: "marketer" }).waitFor();
    expect(page.url()).toContain("role=marketer");
  });
});

describe("a statement", () => {
  test("answers in two clicks why an amount is what it is", async () => {
    const page = await paid();
    const line = row(page, "Bookings");
    expect(await line.locator("td").last().innerText()).toBe("104,000.00");
    await page.getByRole("button", { name: "Open all" }).click();
    await page.getByRole("button", { name: "Close all" }).click();
    await page.locator('.statement [data-row="component bookings"]').click();
    await page.locator(".statement").getByRole("button", { name: "Payout curve" }).click();
    const above = row(page, "Above 100%");
    expect(await above.innerText()).toContain("160,000 of it above 100% at 1.5× pays 24,000");
    expect(await row(page, /^Pay$/).innerText()).toContain("104,000.00");
    expect(await page.locator(".statement tfoot .amount").innerText()).toBe("184,000.00");
  });

  test("names the deals, and says what one more would pay", async () => {
    const page = await paid();
    await page.getByRole("button", { name: "D-1, D-2", exact: true }).click();
    expect(await row(page, "D-2").innerText()).toContain("460,000.00");
    await page.getByText("One more deal of 40,000 this year").waitFor();
    // 40,000 above target at 1.5 × 80,000 ÷ 800,000.
    await page.getByText("+6,000.00").waitFor();
    await page.getByRole("button", { name: "Try another amount" }).click();
    await page.getByLabel("One more deal of").fill("100,000");
    await page.getByText("+15,000.00").waitFor();
    await page.getByLabel("One more deal of").fill("none");
    await page.getByRole("alert").getByText("Give an amount above 0").waitFor();
  });

  test("stands beside the same year under the other scenario", async () => {
    const page = await paid();
    // Nine tenths of 104,000, and nothing of a joint pipeline that is far below its threshold.
    await page.getByText("173,600.00 in all").waitFor();
    await page.getByRole("button", { name: "Line by line" }).click();
    await page.getByRole("cell", { name: "93,600.00" }).waitFor();
    await page.getByText("not in plan").waitFor();
    await page.locator("label", { hasText: "B Reference B" }).click();
    await page.getByText("184,000.00 in all").waitFor();
    expect(page.url()).not.toContain("show=a");
  });

  test("of a quarter that is not settled says so, and its months are there", async () => {
    const page = await paid();
    await page.getByRole("tab", { name: /^Q1/ }).click();
    await page.getByRole("heading", { name: "Statement, January to March 2027" }).waitFor();
    await page.getByText("Not settled yet").waitFor();
    expect(await page.locator(".statement tfoot .amount").innerText()).toBe("20,000.00");
    await page.getByRole("button", { name: "February" }).click();
    await page.getByRole("heading", { name: "Statement, February 2027" }).waitFor();
    expect(page.url()).toContain("period=2027-02");
  });

  test("is saved as CSV with every step", async () => {
    const page = await paid();
    const waiting = page.waitForEvent("download");
    await page.getByRole("button", { name: "CSV", exact: true }).first().click();
    const download = await waiting;
    expect(download.suggestedFilename()).toBe("statement-ae-01-2027-reference-a.csv");
  });
});

test("a quarter of which nothing is known is simulated, and never part of a payment", async () => {
  const page = await visit(`#/people?${pair}&show=a`);
  await page.getByRole("button", { name: "Choose deals.csv" }).waitFor();
  const early = [deals[0]!, deals[1]!];
  await give(page, [file("deals.csv", early), file("roster.csv", roster)]);
  const last = page.getByRole("tab", { name: /^Q4 simulated about/ });
  await last.waitFor();
  await last.click();
  await page.getByRole("heading", { name: "Nothing has happened in Q4 yet" }).waitFor();
  expect(await page.locator(".statement").count()).toBe(0);
});

test("J and K go to the next and the previous person, O opens a line", async () => {
  const page = await paid();
  await page.locator("main").focus();
  await page.keyboard.press("j");
  await page.getByRole("heading", { level: 1, name: "Blake Sample" }).waitFor();
  await page.keyboard.press("k");
  await page.getByRole("heading", { level: 1, name: "Avery Sample" }).waitFor();
  const base = page.locator('.statement [data-row="base base"]');
  await base.waitFor();
  expect(await base.getAttribute("aria-expanded")).toBe("false");
  await page.keyboard.press("o");
  await expect.poll(() => base.getAttribute("aria-expanded")).toBe("true");
  await page.keyboard.press("o");
  await expect.poll(() => base.getAttribute("aria-expanded")).toBe("false");
});

test("the list finds people by name and by role", async () => {
  const page = await paid();
  const list = page.getByRole("navigation", { name: "People" });
  await list.getByRole("searchbox").fill("blake");
  await expect.poll(() => list.getByRole("listitem").count()).toBe(1);
  await list.getByRole("link", { name: /Blake Sample/ }).click();
  await page.getByRole("heading", { level: 1, name: "Blake Sample" }).waitFor();
  // 400,000 of 800,000.
  expect(await list.getByRole("link", { name: /Blake Sample/ }).innerText()).toContain("50%");
});

test("faults of a file are told with row, column and remedy, and nothing is paid", async () => {
  const page = await visit(`#/people?${pair}`);
  await page.getByRole("button", { name: "Choose deals.csv" }).waitFor();
  const faulty = [
    deals[0]!,
    'D-1,ae-01,all,outbound,2027-01-05,2027-02-10,"$500,000"',
    deals[2]!,
    deals[2]!,
  ];
  await give(page, [file("deals.csv", faulty), file("roster.csv", roster)]);
  await page.getByRole("heading", { name: /faults in the files, so nothing is paid/ }).waitFor();
  const rows = page.locator("table tbody tr");
  const first = await rows.filter({ hasText: "currency sign" }).first().innerText();
  expect(first).toMatch(/deals\.csv\s+2\s+amount/);
  await rows.filter({ hasText: "twice" }).first().waitFor();
  expect(await page.locator(".statement").count()).toBe(0);
});

describe("the plan letter", () => {
  test("of a role is told in words, with worked examples", async () => {
    const page = await visit("#/people/letter/ae?scenario=reference-a");
    await page.getByRole("heading", { level: 1, name: "ae" }).waitFor();
    await page.getByText("120% of target, which is 960,000, pays 104,000.00.").waitFor();
    await page.getByText("Measured and paid once a year.").waitFor();
  });

  test("is reached from a person", async () => {
    const page = await paid();
    await page.getByRole("link", { name: "Plan letter" }).click();
    await page.getByRole("heading", { level: 1, name: "Avery Sample, ae" }).waitFor();
  });
});

type Violation = { id: string; nodes: { html: string }[] };

/** Runs in the page, where axe is a global. */
async function scan(): Promise<Violation[]> {
  const { axe: there } = globalThis as unknown as { axe: typeof axe };
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  return (await there.run({ runOnly: rules })).violations;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(scan);
  return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

describe("the page is accessible", () => {
  const screens = [
    [1440, "light"],
    [1440, "dark"],
    [1000, "light"],
    [390, "light"],
    [390, "dark"],
  ] as const;
  test.each(screens)("at %d px, %s", async (width, colorScheme) => {
    const page = await paid(undefined, { viewport: { width, height: 900 }, colorScheme });
    await page.getByRole("button", { name: "Open all" }).click();
    await page.getByRole("button", { name: "Line by line" }).click();
    await page.getByRole("heading", { name: "Change under B" }).waitFor();
    expect(await violations(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  test.each([
    [1440, "light"],
    [390, "dark"],
  ] as const)("as a letter, at %d px, %s", async (width, colorScheme) => {
    const page = await visit("#/people/letter/ae?scenario=reference-b", {
      viewport: { width, height: 900 },
      colorScheme,
    });
    await page.getByText("Worked for").first().waitFor();
    expect(await violations(page)).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });

  test("on a phone every target is large enough for a finger", async () => {
    const page = await paid(undefined, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    const small = await page.evaluate(() => {
      const targets = document.querySelectorAll("main button, main select, main input");
      return [...targets].flatMap((target) => {
        const { width, height } = target.getBoundingClientRect();
        const words = target.getAttribute("aria-label") ?? target.textContent ?? "";
        const hidden = height < 2 || target.closest(".sr-only") !== null;
        return hidden || (height >= 43.9 && width >= 24)
          ? []
          : [`${words.trim()}: ${width} by ${height}`];
      });
    });
    expect(small).toEqual([]);
  });
});
