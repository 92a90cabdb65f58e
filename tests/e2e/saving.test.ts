/** Saving, conflicts and changes from outside, in a real browser with a folder of its own. */
import axe from "axe-core";
import { chmodSync, rmSync } from "node:fs";
import type { Page } from "playwright";
import { describe, expect, test } from "vitest";
import { type OwnSite, ownSite } from "../support/ownSite.ts";
import { pagesOf } from "../support/pages.ts";

let site: OwnSite;
const { blank, opened } = pagesOf(() => site);

const level = "Level at the start";

/** Build with the level of alignment changed. */
async function edited(value: string, page?: Page): Promise<Page> {
  const build = page ?? (await opened("#/build/shared-pipeline"));
  await build.getByRole("button", { name: "Alignment", exact: true }).click();
  await build.getByRole("spinbutton", { name: level }).fill(value);
  await build.keyboard.press("Enter");
  await build.getByRole("button", { name: "Save 1 change" }).waitFor();
  return build;
}

function levelIn(text: string): unknown {
  return (JSON.parse(text) as { alignment?: { level?: unknown } }).alignment?.level;
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

describe("saving", () => {
  test("writes the change into the file, by the button and by the keyboard, and can be undone", async () => {
    site = await ownSite();
    const page = await edited("0.55");
    await page.getByRole("button", { name: "Save 1 change" }).click();
    await page.getByText("Saved in shared-pipeline.json").waitFor();
    expect(levelIn(site.read("shared-pipeline"))).toBe(0.55);
    expect(site.read("shared-pipeline")).toContain('"extends": "status-quo.json"');

    await page.getByRole("spinbutton", { name: level }).fill("0.6");
    await page.keyboard.press("Control+s");
    await expect.poll(() => levelIn(site.read("shared-pipeline"))).toBe(0.6);
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: "Save 1 change" }).click();
    await expect.poll(() => levelIn(site.read("shared-pipeline"))).toBe(0.55);
  });

  test("as a child leaves the file as it was", async () => {
    site = await ownSite();
    const before = site.read("shared-pipeline");
    const page = await edited("0.55");
    await page.getByRole("button", { name: "More to do with this scenario" }).click();
    await page.getByRole("button", { name: "Save as a child" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "File" }).fill("status-quo");
    await dialog.getByRole("button", { name: "Save as a child" }).click();
    await dialog.getByText('there is a scenario called "status-quo"').waitFor();
    expect(await violations(page)).toEqual([]);
    await dialog.getByRole("textbox", { name: "File" }).fill("closer");
    await dialog.getByRole("button", { name: "Save as a child" }).click();
    await page.getByRole("heading", { name: "Shared pipeline target (edited)" }).waitFor();
    expect(levelIn(site.read("closer"))).toBe(0.55);
    expect(site.read("shared-pipeline")).toBe(before);
  });

  test("waits while the server is away, and goes on when it is back", async () => {
    site = await ownSite();
    const page = await edited("0.55");
    await site.stop();
    await page.getByText("Working offline.").waitFor({ timeout: 15_000 });
    await page.getByRole("button", { name: "Save 1 change" }).click();
    await page.getByText("Your changes are saved as soon as the server answers.").waitFor();
    await site.start();
    await expect.poll(() => levelIn(site.read("shared-pipeline")), { timeout: 20_000 }).toBe(0.55);
  });

  test("that would break another scenario is refused in words and keeps the edits", async () => {
    site = await ownSite();
    const before = site.read("status-quo");
    const page = await opened("#/build/status-quo");
    await page
      .locator(".rail")
      .getByRole("button", { name: /^Marketing/ })
      .first()
      .click();
    await page.getByText("JSON", { exact: true }).click();
    const area = page.getByRole("textbox", { name: "JSON of plans.marketing" });
    // A child takes the component of this name out: without it there is nothing to take out.
    await area.fill((await area.inputValue()).replace('"mqls": {', '"leads": {'));
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByRole("button", { name: /^Save \d changes?$/ }).click();
    const failed = page.getByRole("alert").filter({ hasText: "Nothing was saved" });
    await failed.getByText("shared-pipeline.json").waitFor();
    await failed.getByText('nothing called "mqls" to remove').waitFor();
    expect(site.read("status-quo")).toBe(before);
    await page.getByText("Draft kept on this machine").waitFor();
    await failed.getByRole("button", { name: "Save all the same" }).click();
    await page.getByText("Saved in status-quo.json").waitFor();
    expect(site.read("status-quo")).toContain('"leads"');
  });

  test.skipIf(process.getuid?.() === 0)("in a folder one may not write says so", async () => {
    site = await ownSite();
    chmodSync(site.pathOf("shared-pipeline").replace(/[^/]+$/, ""), 0o555);
    const page = await opened("#/build/shared-pipeline");
    await page.getByText("Nothing can be saved here").waitFor();
  });
});

describe("a file that changes outside", () => {
  test("is taken quietly where nothing is edited", async () => {
    site = await ownSite();
    const page = await opened("#/build/shared-pipeline");
    await page.getByText("No edits").waitFor();
    site.edit("shared-pipeline", '"Shared pipeline target"', '"Shared target"');
    await page.getByRole("heading", { name: "Shared target", exact: true }).waitFor();
    await page.getByText("Changed on the disk: shown as it is now").waitFor();
  });

  test("is never saved over: both changes fit together", async () => {
    site = await ownSite();
    const page = await edited("0.55");
    site.edit("shared-pipeline", '"Shared pipeline target"', '"Shared target"');
    await page.getByRole("button", { name: "See both and choose" }).click();
    await page
      .getByRole("heading", { name: "You and the disk changed different places" })
      .waitFor();
    await page.getByText("Scenario: name Shared pipeline target → Shared target").waitFor();
    await page.getByRole("button", { name: "Save the chosen versions" }).click();
    await page.getByText("Saved in shared-pipeline.json").waitFor();
    expect(levelIn(site.read("shared-pipeline"))).toBe(0.55);
    expect(site.read("shared-pipeline")).toContain('"Shared target"');
  });

  test("asks at each place that both changed, with nothing chosen", async () => {
    site = await ownSite();
    const page = await edited("0.55");
    site.edit("shared-pipeline", '"extends"', '"alignment": { "level": 0.7 },\n  "extends"');
    await page.getByRole("button", { name: "See both and choose" }).click();
    const save = page.getByRole("button", { name: "Save the chosen versions" });
    expect(await save.isDisabled()).toBe(true);
    expect(await page.locator("section").getByRole("radio", { checked: true }).count()).toBe(0);
    await page.getByText("1 of 1 still to choose").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("radio", { name: /Yours/ }).press(" ");
    await save.click();
    await expect.poll(() => levelIn(site.read("shared-pipeline"))).toBe(0.55);
  });

  test("before a draft of an earlier visit is opened asks too", async () => {
    site = await ownSite();
    const page = await edited("0.55");
    await page.goto("about:blank");
    site.edit("shared-pipeline", '"extends"', '"alignment": { "level": 0.7 },\n  "extends"');
    await page.goto(`${site.origin}/#/build/shared-pipeline`);
    await page.getByRole("button", { name: "See both and choose" }).click();
    await page.getByRole("radio", { name: /On the disk/ }).press(" ");
    await page.getByRole("button", { name: "Save the chosen versions" }).click();
    await page.getByText("As on the disk").waitFor();
    expect(levelIn(site.read("shared-pipeline"))).toBe(0.7);
  });

  test("and is removed can be saved anew", async () => {
    site = await ownSite();
    const page = await edited("0.55");
    rmSync(site.pathOf("shared-pipeline"));
    await page.getByRole("button", { name: "Save it as a new file" }).click();
    await page.getByText("Saved in shared-pipeline.json").waitFor();
    expect(levelIn(site.read("shared-pipeline"))).toBe(0.55);
  });

  test("shows in the list and has Compare calculate again", async () => {
    site = await ownSite();
    const list = await opened("#/");
    await list.getByRole("link", { name: "Shared pipeline target", exact: true }).waitFor();
    const compare = await opened("#/compare?scenarios=status-quo,shared-pipeline&runs=250");
    await compare.getByRole("heading", { level: 1 }).waitFor();
    site.edit("shared-pipeline", '"Shared pipeline target"', '"Shared target"');
    await list.getByRole("link", { name: "Shared target", exact: true }).waitFor();
    await compare.getByText("Shared target").first().waitFor();
  });
});

describe("files of the folder", () => {
  test("are made, renamed with their children, and not deleted while others start from them", async () => {
    site = await ownSite();
    const page = await opened("#/");
    const menu = (name: string) =>
      page.getByRole("button", { name: `More to do with ${name}`, exact: true }).click();
    await menu("Status quo");
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByText("cannot be deleted while other scenarios start from it").waitFor();
    expect(await page.getByRole("button", { name: "Delete the file" }).count()).toBe(0);
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();

    await menu("Status quo");
    await page.getByRole("button", { name: "Rename" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "File" }).fill("Today!");
    await page.getByRole("button", { name: "Rename the file" }).click();
    await page.getByRole("alert").getByText("call it today").waitFor();
    await page.getByRole("dialog").getByRole("textbox", { name: "File" }).fill("today");
    await page.getByRole("button", { name: "Rename the file" }).click();
    await page.getByText("The file is called today.json now.").waitFor();
    expect(site.read("shared-pipeline")).toContain('"extends": "today.json"');

    await menu("Shared pipeline target");
    await page.getByRole("button", { name: "Flatten" }).click();
    await page.getByRole("button", { name: "Flatten the file" }).click();
    await page.getByText("stands alone").waitFor();
    expect(site.read("shared-pipeline")).not.toContain('"extends"');
    await menu("Shared pipeline target");
    await page.getByRole("button", { name: "Extract the difference" }).click();
    await page.getByRole("button", { name: "Make it a child" }).click();
    await page.getByText("holds its changes").waitFor();
    expect(site.read("shared-pipeline")).toContain('"extends": "today.json"');
  });

  test("with the marks of a merge are put in order place by place", async () => {
    site = await ownSite();
    const text = site.read("shared-pipeline");
    site.write(
      "shared-pipeline",
      text.replace(
        '  "extends"',
        '<<<<<<< ours\n  "alignment": { "level": 0.4 },\n=======\n  "alignment": { "level": 0.6 },\n>>>>>>> proposal\n  "extends"',
      ),
    );
    const page = await opened("#/");
    await page.getByRole("link", { name: "Put it in order: shared-pipeline.json" }).click();
    await page.getByText("1 of 1 still to choose").waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole("radio", { name: /proposal/ }).press(" ");
    await page.getByRole("button", { name: "Save the chosen versions" }).click();
    await page.getByRole("heading", { name: "Shared pipeline target" }).waitFor();
    expect(levelIn(site.read("shared-pipeline"))).toBe(0.6);
  });
});

test("a browser that lost its cookie is told how to open the link, and its edits stay", async () => {
  site = await ownSite({ args: [] });
  const page = await blank();
  await page.goto(site.origin);
  await page.goto(`${new URL(site.origin).origin}/#/build/shared-pipeline`);
  await edited("0.55", page);
  await site.stop();
  await site.start();
  await page.getByText("Open the link in the terminal.").waitFor({ timeout: 20_000 });
  await page.getByRole("button", { name: "Save 1 change" }).waitFor();
  const other = await page.context().newPage();
  await other.goto(site.origin);
  await other.getByRole("heading", { name: "Scenarios" }).waitFor();
  await expect
    .poll(() => page.getByText("Open the link in the terminal.").count(), { timeout: 15_000 })
    .toBe(0);
});
