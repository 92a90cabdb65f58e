/** History of a scenario in a git repository, in a real browser. */
import axe from "axe-core";
import type { Page } from "playwright";
import { expect, test } from "vitest";
import { type OwnSite, ownSite } from "../support/ownSite.ts";
import { pagesOf } from "../support/pages.ts";

let site: OwnSite;
const { opened } = pagesOf(() => site);

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

test("edits are saved and committed with a message, that file alone", async () => {
  await repository();
  site.git("config", "user.name", "Avery Sample");
  site.git("config", "user.email", "avery@example.org");
  site.edit("joint-bonus-pool", '"format": 1', '"format":  1');
  const page = await opened("#/build/shared-pipeline");
  await page.getByRole("button", { name: "Alignment", exact: true }).click();
  await page.getByRole("spinbutton", { name: "Level at the start" }).fill("0.55");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "More to do with this scenario" }).click();
  await page.getByRole("button", { name: "Save and commit…" }).click();
  await page.getByText("to the branch main as Avery Sample <avery@example.org>").waitFor();
  await page.getByRole("textbox", { name: "Message" }).fill("Start a little more aligned");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Save and commit", exact: true }).click();
  await page
    .getByText(/Saved and committed as [0-9a-f]{7,} on main\./)
    .first()
    .waitFor();
  expect(site.git("log", "-1", "--name-only", "--format=%an: %s").trim().split(/\n+/)).toEqual([
    "Avery Sample: Start a little more aligned",
    "scenarios/shared-pipeline.json",
  ]);
  await page.getByRole("button", { name: "More to do with this scenario" }).click();
  await page.getByRole("button", { name: "Save and commit…" }).click();
  await page.getByText("there is nothing to commit").waitFor();
});

test("two sides of a merge are shown with what both started from; what fits is kept", async () => {
  await repository();
  const weight = '"weight": 0.4,';
  site.git("checkout", "-q", "-b", "proposal");
  site.edit("shared-pipeline", weight, '"weight": 0.3,');
  site.edit("shared-pipeline", '"Shared pipeline target"', '"Shared target"');
  site.git("commit", "-q", "-a", "-m", "theirs");
  site.git("checkout", "-q", "main");
  site.edit("shared-pipeline", weight, '"weight": 0.45,');
  site.git("commit", "-q", "-a", "-m", "ours");
  expect(() => site.git("merge", "proposal")).toThrow();
  const page = await opened("#/resolve/shared-pipeline");
  await page.getByText("Choose one at each place that both changed").waitFor();
  await page.getByText("0 of 1", { exact: false }).or(page.getByText("1 of 1")).first().waitFor();
  await page.getByText("was 40%").first().waitFor();
  await page.getByText(/name.*Shared pipeline target.*Shared target/).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("radio", { name: /30%/ }).check();
  await page.getByRole("button", { name: "Save the chosen versions" }).click();
  await page.getByText("When the rest is done, git add it.").waitFor();
  expect(site.read("shared-pipeline")).toContain('"Shared target"');
});

/** Leaves the marks of a merge around the name of a scenario. */
function inConflict(id: string): void {
  const line = /^ {2}"name": .*$/m.exec(site.read(id))![0];
  const marked = [
    "<<<<<<< ours",
    `  "name": "${id} of ours",`,
    "=======",
    `  "name": "${id} of theirs",`,
    ">>>>>>> theirs",
  ];
  site.edit(id, line, marked.join("\n"));
}

test("from one file in conflict to the next by the address: each shows and saves its own", async () => {
  site = await ownSite();
  inConflict("shared-pipeline");
  inConflict("joint-bonus-pool");
  const before = site.read("shared-pipeline");
  const page = await opened("#/resolve/shared-pipeline");
  await page.getByRole("radio", { name: /shared-pipeline of theirs/ }).check();
  await page.evaluate(() => (location.hash = "#/resolve/joint-bonus-pool"));
  await page.getByRole("heading", { name: "Put joint-bonus-pool.json in order" }).waitFor();
  await page.getByRole("radio", { name: /joint-bonus-pool of theirs/ }).check();
  expect(await page.getByText("shared-pipeline of").count()).toBe(0);
  await page.getByRole("button", { name: "Save the chosen versions" }).click();
  await page.getByText("joint-bonus-pool.json is in order.").waitFor();
  expect(site.read("joint-bonus-pool")).toContain('"name": "joint-bonus-pool of theirs"');
  expect(site.read("shared-pipeline")).toBe(before);
});

test("a status quo in conflict: its children wait for it, and every page leads to it", async () => {
  site = await ownSite({ git: true });
  inConflict("status-quo");
  const page = await opened("#/");
  await page.getByRole("heading", { name: "One file cannot be used" }).waitFor();
  await page.getByRole("heading", { name: "2 files wait for another" }).waitFor();
  expect(await page.getByText("waits for status-quo.json").count()).toBe(2);
  expect(await page.getByText("status-quo.json is in the middle of a merge").count()).toBe(1);
  expect(await violations(page)).toEqual([]);
  const onward = page.getByRole("link", { name: /^Put it in order: status-quo.json/ });
  for (const hash of [
    "#/build/shared-pipeline",
    "#/compare?scenarios=shared-pipeline,joint-bonus-pool",
    "#/history/status-quo",
  ]) {
    await page.goto(`${site.origin}/${hash}`);
    await onward.first().waitFor({ timeout: 30_000 });
    expect(await page.getByText("tandem resolve").count()).toBe(0);
  }
  await page.getByRole("link", { name: /First plans/ }).click();
  await page.getByText("status-quo.json cannot be used as it is now.").waitFor();
  expect(await page.getByRole("button", { name: "Restore as a new edit" }).isDisabled()).toBe(true);
  await onward.first().click();
  await page.getByRole("radio", { name: /status-quo of theirs/ }).waitFor();
});

test("where the file says the same now, there is nothing to compare or restore", async () => {
  await repository();
  const page = await opened("#/history/shared-pipeline");
  await page.getByText("The file says the same now.").waitFor();
  expect(await page.getByRole("button", { name: "Restore as a new edit" }).isDisabled()).toBe(true);
  expect(await page.getByRole("button", { name: "Compare with now" }).isDisabled()).toBe(true);
});

test("a pull while edits are open shows in the list and loses none of them", async () => {
  await repository();
  site.git("checkout", "-q", "-b", "upstream");
  site.edit("shared-pipeline", '"Shared pipeline target"', '"Shared target"');
  site.git("commit", "-q", "-a", "-m", "Another name");
  site.git("checkout", "-q", "main");
  const list = await opened("#/");
  const page = await opened("#/build/shared-pipeline");
  await page.getByRole("button", { name: "Alignment", exact: true }).click();
  await page.getByRole("spinbutton", { name: "Level at the start" }).fill("0.55");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Save 1 change" }).waitFor();
  site.git("pull", "-q", "--ff-only", ".", "upstream");
  await list.getByText("Shared target").first().waitFor({ timeout: 5000 });
  await page.getByText("The file changed on the disk while you have changes").waitFor();
  await page.getByRole("button", { name: "See both and choose" }).click();
  await page
    .getByText(/Shared target/)
    .first()
    .waitFor();
  expect(site.read("shared-pipeline")).toContain('"Shared target"');
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
