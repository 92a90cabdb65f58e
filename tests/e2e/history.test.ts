/** History of a scenario in a git repository, in a real browser. */
import axe from "axe-core";
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../support/browser.ts";
import { type OwnSite, ownSite } from "../support/ownSite.ts";

let browser: Browser;
let site: OwnSite;
const pages: Page[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
  await site.remove();
});
afterAll(() => browser.close());

async function opened(hash: string, options = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, ...options });
  const page = await context.newPage();
  pages.push(page);
  page.on("pageerror", (error) => {
    throw error;
  });
  await page.goto(`${site.origin}/${hash}`);
  return page;
}

/** A repository in which the pipeline's share of marketing's bonus went from a half to four tenths. */
async function repository(): Promise<string> {
  site = await ownSite({ git: true });
  const text = site.read("shared-pipeline");
  const [first, second, ...rest] = text.split('"weight": 0.5,');
  site.write("shared-pipeline", `${first}"weight": 0.4,${second}"weight": 0.6,${rest.join("")}`);
  site.git("commit", "-q", "-a", "-m", "Marketing: more weight on joint bookings");
  return site.git("rev-parse", "--short", "HEAD").trim();
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: there } = globalThis as unknown as { axe: typeof axe };
    const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const found = (await there.run({ runOnly: rules })).violations;
    return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

test("says who changed what, in sentences with people and money, and what it came to then and now", async () => {
  const short = await repository();
  const page = await opened("#/history/shared-pipeline");
  await page.getByRole("heading", { name: "Marketing: more weight on joint bookings" }).waitFor();
  await page.getByRole("navigation", { name: "Revisions" }).getByText("First plans").waitFor();
  await page.getByText(`Sample ·`).first().waitFor();
  await page.getByText("weight: 50% to 40%").waitFor();
  await page.getByText("weight: 50% to 60%").waitFor();
  await page
    .getByText(/people · expected pay [+\u2212]\$/)
    .first()
    .waitFor({ timeout: 30_000 });
  await page.getByText(/^Together: expected pay/).waitFor();
  await page.getByRole("columnheader", { name: `At ${short}` }).waitFor();
  // The file is as it was committed: nothing differs.
  await page.getByText("no change").first().waitFor({ timeout: 30_000 });
  expect(await violations(page)).toEqual([]);
});

test("a version of before comes back as an edit that is not saved yet", async () => {
  await repository();
  const page = await opened("#/history/shared-pipeline?rev=HEAD");
  await page.getByRole("link", { name: /First plans/ }).click();
  await page.getByRole("button", { name: "Restore as a new edit" }).click();
  await page.getByText("Nothing is saved yet.").waitFor();
  const before = site.read("shared-pipeline");
  expect(before).toContain('"weight": 0.6,');
  await page.getByRole("button", { name: "Save 2 changes" }).click();
  await page.getByText("Saved in shared-pipeline.json").waitFor();
  expect(site.git("diff", "--stat", "HEAD~1", "--", "scenarios/shared-pipeline.json")).toBe("");
});

test("a commit from outside and what is not committed show up", async () => {
  await repository();
  const page = await opened("#/history/shared-pipeline");
  await page.getByRole("navigation", { name: "Revisions" }).getByText("First plans").waitFor();
  site.edit("shared-pipeline", '"Shared pipeline target"', '"Shared target"');
  await page.getByText("Not committed yet").first().waitFor();
  await page.getByText("name: Shared pipeline target to Shared target").waitFor();
});

test("a version of before is a column of a comparison", async () => {
  const short = await repository();
  const page = await opened("#/compare?scenarios=status-quo,shared-pipeline&runs=250");
  await page.getByRole("button", { name: /^Choose scenarios/ }).click();
  await page.getByRole("combobox", { name: "Revision" }).fill("HEAD~1");
  await page.getByRole("button", { name: "Add this version" }).click();
  await page.getByText("Shared pipeline target (HEAD~1)").first().waitFor({ timeout: 20_000 });
  expect(page.url()).toContain("shared-pipeline%40HEAD~1");
  expect(short).toMatch(/^[0-9a-f]{7,}$/);
});

test("a folder that is no repository says so", async () => {
  site = await ownSite();
  const page = await opened("#/history/shared-pipeline");
  await page.getByText("this folder is not in a git repository").waitFor();
});

test.each([
  [1440, "dark"],
  [390, "light"],
  [390, "dark"],
] as const)("is accessible and fits at %d px, %s", async (width, colorScheme) => {
  const short = await repository();
  const page = await opened("#/history/shared-pipeline", {
    viewport: { width, height: 900 },
    colorScheme,
  });
  if (width === 390) {
    await page.getByRole("link", { name: /more weight on joint bookings/ }).click();
    expect(page.url()).toContain(`rev=${short}`);
  }
  await page.getByText("weight: 50% to 40%").waitFor();
  expect(await violations(page)).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
});
