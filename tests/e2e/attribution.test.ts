/** What each change makes of a difference and what to measure next, on the Compare page. */
import type { Browser, Page } from "playwright";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
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

async function compared(scenarios: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  open.push(page);
  page.on("pageerror", (error) => {
    throw error;
  });
  const { origin, search } = new URL(inject("site"));
  await page.goto(`${origin}/${search}#/compare?scenarios=${scenarios}&runs=250`);
  return page;
}

test("the changes of the plan step from the baseline to the whole, in money and in words", async () => {
  const page = await compared("status-quo,shared-pipeline");
  await page.getByRole("region", { name: /drives the gain$/ }).waitFor({ timeout: 60_000 });
  // Its name follows the figure that is chosen.
  const section = page
    .getByRole("region")
    .filter({ hasText: "Shared pipeline target, all changes" });
  const rows = section.locator("ol > li");
  expect(await rows.count()).toBe(7);
  expect(await rows.first().innerText()).toMatch(
    /^Moving all of marketing’s bonus from MQLs to .*\n+Fewer leads, better ones/,
  );
  expect(await rows.last().innerText()).toMatch(/^Shared pipeline target, all changes/);

  await section.getByText("People’s pay", { exact: true }).click();
  await section.getByLabel("Role").selectOption("Field marketers");
  expect(await rows.last().innerText()).toContain("−$");

  await page
    .getByRole("region", { name: /what we do not know/ })
    .getByText(/^How far lead quality lifts MQL to SQL$/)
    .first()
    .waitFor();
});

test("two companies without a role in common are not compared, and are told why", async () => {
  const page = await compared("status-quo,reference-b");
  await page.getByText("These scenarios cannot be compared.").waitFor({ timeout: 60_000 });
  await page
    .getByText(/no role in common/)
    .first()
    .waitFor();
});
