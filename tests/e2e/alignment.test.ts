/** The Alignment page, in a real browser: the assessment answered, read and saved; practices with what they take. */
import axe from "axe-core";
import { readFileSync } from "node:fs";
import type { Page } from "playwright";
import { describe, expect, test } from "vitest";
import { assessmentStatements } from "#models";
import { type OwnSite, ownSite } from "../support/ownSite.ts";
import { pagesOf } from "../support/pages.ts";

let site: OwnSite;
const { opened } = pagesOf(() => site);

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe: there } = globalThis as unknown as { axe: typeof axe };
    const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const found = (await there.run({ runOnly: rules })).violations;
    return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

/** Answers every statement of a function: by the pointer first, then by the digit on the keyboard. */
async function answer(page: Page, side: "Sales" | "Marketing", value: number): Promise<void> {
  for (const [i, { says }] of assessmentStatements.entries()) {
    const group = page.getByRole("group", { name: `${side}: ${says}` });
    if (i === 0) await group.locator("label", { hasText: String(value) }).click();
    else {
      await group.getByRole("radio").first().focus();
      await page.keyboard.press(String(value));
    }
  }
}

/** One answer to every statement, as JSON. */
function every(value: number): string {
  return JSON.stringify(Object.fromEntries(assessmentStatements.map(({ id }) => [id, value])));
}

type Alignment = { level?: unknown; assessment?: Record<string, Record<string, number>> };

function alignmentIn(text: string): Alignment | undefined {
  return (JSON.parse(text) as { alignment?: Alignment }).alignment;
}

describe("the assessment", () => {
  test("is kept while it is open, names stage and gap once it is whole, and is saved in place of the level", async () => {
    site = await ownSite();
    const page = await opened("#/alignment/shared-pipeline");
    await page.getByText("40 of 40 answers are missing: 20 by Sales, 20 by Marketing").waitFor();
    await page.getByRole("heading", { name: "52 of 100 assumed" }).waitFor();

    await answer(page, "Sales", 4);
    await page.getByText("20 of 40 answers are missing: 20 by Marketing").waitFor();
    await page.getByText("Sales alone comes to 80, A = 0.75.").waitFor();
    expect(await page.getByRole("button", { name: "Nothing to save" }).count()).toBe(1);
    await page.reload();
    await page.getByText("20 of 40 answers are missing: 20 by Marketing").waitFor();

    await answer(page, "Marketing", 3);
    // 20 times 4 and 20 times 3; A = (60 − 20)/80.
    await page
      .getByRole("heading", {
        name: "Aligned, 60 of 100: Marketing sees less of it than Sales, by 20",
      })
      .waitFor();
    await page.getByText(/Alignment A\s=\s0\.50\./).waitFor();
    await page.getByRole("button", { name: /^Save \d changes?$/ }).click();
    await page.getByText("Saved in shared-pipeline.json").waitFor();
    const saved = alignmentIn(site.read("shared-pipeline"));
    expect(saved?.level).toBeNull();
    expect(Object.values(saved?.assessment?.["sales"] ?? {})).toEqual(Array(20).fill(4));
    expect(Object.values(saved?.assessment?.["marketing"] ?? {})).toEqual(Array(20).fill(3));

    const [first] = assessmentStatements;
    await page
      .getByRole("group", { name: `Marketing: ${first!.says}` })
      .getByRole("radio", { name: "3" })
      .focus();
    await page.keyboard.press("ArrowLeft");
    await page.getByRole("heading", { name: "Defined, 59 of 100" }).waitFor();
    await page.getByText("2 steps apart").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("heading", { name: "Aligned, 60 of 100" }).waitFor();

    await page.getByRole("button", { name: "Take the assessment out" }).click();
    await page.getByRole("button", { name: /^Save \d+ changes?$/ }).click();
    await expect.poll(() => alignmentIn(site.read("shared-pipeline"))).toEqual({ level: 0.5 });
  });

  test("is named in Build, where the level cannot then be moved", async () => {
    site = await ownSite();
    site.edit(
      "shared-pipeline",
      '"extends": "status-quo.json",',
      `"extends": "status-quo.json", "alignment": { "level": null, "assessment": { "sales": ${every(4)}, "marketing": ${every(3)} } },`,
    );
    const page = await opened("#/build/shared-pipeline");
    await page.getByRole("button", { name: "Alignment", exact: true }).click();
    await page.getByText("set by the assessment: 60 of 100, aligned").waitFor();
    expect(await page.getByRole("spinbutton", { name: "Level at the start" }).count()).toBe(0);
    await page.getByRole("link", { name: "See or change the answers" }).click();
    await page.getByRole("heading", { name: "Aligned, 60 of 100" }).waitFor();
  });
});

describe("practices", () => {
  test("show hours and money, a band for the effect, and a net, as soon as one is added", async () => {
    site = await ownSite();
    const page = await opened("#/alignment/shared-pipeline");
    await page.getByRole("heading", { name: "No practice is in place" }).waitFor();
    await page.getByLabel("A practice to add").selectOption("jobRotation");
    await page.getByRole("button", { name: "Add" }).click();
    // 120 people at 80 hours.
    await page.getByText(/^9,600 hours a year, worth \$[\d,]+ at loaded pay$/).waitFor();
    const row = page.getByRole("listitem").filter({ hasText: "Job rotation" }).first();
    await row.getByText("certain").waitFor({ timeout: 20_000 });
    expect(await row.innerText()).toMatch(/Effect\s+\+\$[\d.]+m\s+\u2212\$[\d.]+m to \+\$[\d.]+m/);
    expect(await row.innerText()).toMatch(/Net\s+\u2212\$[\d.]+m/);
    await page
      .getByRole("heading", {
        name: /^One practice takes 9,600 hours a year for certain, lost work the model values at \$1\.\d+m/,
      })
      .waitFor();
    await page.getByText("Nobody has measured any of these").waitFor();
    await page.getByRole("button", { name: /^Job rotation/ }).click();
    await page.getByRole("button", { name: "Take job rotation out" }).click();
    await page.getByRole("heading", { name: "No practice is in place" }).waitFor();
  });
});

test.each([
  ["light", 1440],
  ["dark", 1440],
  ["light", 390],
] as const)("no violation of accessibility in %s at %i", async (colorScheme, width) => {
  site = await ownSite();
  const page = await opened("#/alignment/shared-pipeline", {
    colorScheme,
    viewport: { width, height: 900 },
  });
  await page.getByLabel("A practice to add").selectOption("feedback");
  await page.getByRole("button", { name: "Add" }).click();
  await page.getByText("certain in hours", { exact: true }).first().waitFor({ timeout: 20_000 });
  expect(await violations(page)).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
});

test("a plan with two outcomes shows both as rows, with who goes for it and who gives it up", async () => {
  site = await ownSite();
  const cliff = new URL("../../scenarios/lump-bonus-cliff.json", import.meta.url);
  site.write("lump-bonus-cliff", readFileSync(cliff, "utf8"));
  const page = await opened("#/compare?scenarios=status-quo,lump-bonus-cliff&runs=250");
  const outcomes = page.getByRole("region", { name: /^Two outcomes hold themselves up/ });
  await outcomes.waitFor({ timeout: 60_000 });
  const rows = outcomes.getByRole("listitem");
  expect(await rows.count()).toBe(2);
  expect(await rows.nth(0).innerText()).toMatch(
    /^Demand generation marketers go for it\n+More leads/,
  );
  expect(await rows.nth(1).innerText()).toMatch(
    /^Demand generation marketers give it up\n+.*fewer leads/,
  );
  for (const label of ["Bookings", "Total pay", "Contribution", "People better off"])
    expect(await rows.nth(1).getByText(label, { exact: true }).count()).toBe(1);
  expect(await violations(page)).toEqual([]);
});

test("keys lead to the page, and the pages name it", async () => {
  site = await ownSite();
  const page = await opened("#/");
  await page
    .getByRole("navigation", { name: "Pages" })
    .getByRole("link", { name: "Alignment" })
    .waitFor();
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await page
    .getByRole("heading", { name: "Whose alignment do you want to look at?" })
    .or(page.getByRole("heading", { name: /of 100/ }))
    .first()
    .waitFor();
});
