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

  test("when retention and timing games are switched on, and by preset", async () => {
    const page = await build("shared-pipeline");
    await page.getByText(allYears, { exact: true }).waitFor({ timeout: 20_000 });
    const contribution = figure(page, "Contribution");
    const before = await contribution.innerText();
    await page
      .getByRole("navigation", { name: "Parts of" })
      .getByRole("button", { name: "All else" })
      .click();
    await page.getByRole("button", { name: /^Behaviour/ }).click();
    await page.getByRole("button", { name: "Add Retention" }).click();
    const leaving = await changed(contribution, before);

    await page.getByRole("button", { name: "Add Timing games" }).click();
    await page.getByRole("button", { name: "Add Preset" }).click();
    const games = page.getByRole("group", { name: "Timing games" });
    await games.getByText("Larkin", { exact: true }).click();
    const larkin = await changed(contribution, leaving);
    await games.getByText("Steenburgh", { exact: true }).click();
    await changed(contribution, larkin);

    // Compare shows the draft.
    await page.getByRole("link", { name: "Compare", exact: true }).last().click();
    await page.getByText("Who would leave").waitFor();
    await page.getByText("Which deals would move").waitFor();
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
    await page.getByRole("button", { name: "More to do with this scenario" }).click();
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

/** A field of the form by its label, in the part of the page that a locator holds. */
function number(place: Locator, label: string | RegExp): Locator {
  return place.getByRole("spinbutton", { name: label });
}

async function fill(field: Locator, text: string): Promise<void> {
  await field.fill(text);
  await field.press("Enter");
}

test("a plan is written from nothing: a threshold, a gate, a draw, and examples that hold", async () => {
  const page = await build("reference-b");
  await page.locator(".rail").getByRole("button", { name: "Plan", exact: true }).click();
  await page.getByRole("heading", { name: "New plan" }).waitFor();
  const component = page.locator(".component");

  // 70% to the threshold, full pay at target: at 85% half of the way, so half of the pay.
  await component
    .getByRole("combobox", { name: /^Form of the curve/ })
    .selectOption({ label: "Threshold, target, accelerator, cap" });
  await fill(number(component, "Threshold"), "70%");
  await component.getByText("Pays nothing up to 70%").waitFor();
  await component.getByRole("button", { name: "Add example" }).click();
  await fill(component.getByRole("textbox", { name: "Attainment" }), "85%");
  await fill(component.getByRole("textbox", { name: /^Pays, share/ }), "40%");
  await component.getByText("40%, now 50%").waitFor();
  await component.getByRole("button", { name: "Update the example" }).click();
  await component.getByText("holds: 50%").waitFor();

  // The gate stands above what the example attains: nothing is paid until it is lower.
  await component.getByRole("button", { name: /^Gates and multipliers/ }).click();
  await component.getByRole("button", { name: "Add gate" }).click();
  await component.getByText("50%, now 0%").waitFor();
  const gate = component.locator("[data-id=gate]");
  await fill(number(gate, "Attainment at least"), "60%");
  await component.getByText("holds: 50%").waitFor();
  // Another bound takes the place of the first one.
  await gate.getByRole("button", { name: "Add Attainment above" }).click();
  await fill(number(gate, "Attainment above"), "65%");
  await expect.poll(() => number(gate, "Attainment at least").count()).toBe(0);

  // A draw of 2,000 a month on nothing earned pays 2,000.
  const plan = page.locator(".plan");
  await plan.getByRole("button", { name: /^Adjustments/ }).click();
  await plan.getByRole("button", { name: "Add Draw" }).click();
  const ofPlan = plan.locator("> .examples");
  await ofPlan.getByRole("button", { name: "Add example" }).click();
  await ofPlan.getByRole("textbox", { name: "Pays, money" }).fill("2000");
  await page.keyboard.press("Enter");
  await ofPlan.getByText("holds: 2,000").waitFor();

  await page.keyboard.press("Escape");
  await page.reload();
  await page.locator(".rail").getByRole("button", { name: "New plan" }).click();
  await component.getByText("holds: 50%").waitFor();
});

test("a bound of a tier is included or excluded, a matrix grows, and a table takes over from either", async () => {
  const page = await build("reference-b");
  await page.locator(".rail").getByRole("button", { name: /^ae/ }).click();
  const component = page.locator(".component").first();
  const kind = component.getByRole("combobox", { name: /^Form of the curve/ });
  await kind.selectOption({ label: "Marginal tiers" });
  await fill(number(component, "Above, tier 2"), "100%");
  await component.getByText("1.5× above 100%").waitFor();
  expect(await number(component, "From, tier 2").inputValue()).toBe("");
  await component.getByRole("button", { name: "Add tier" }).click();
  await fill(number(component, "From, tier 2"), "90%");
  await component.getByText("1.5× from 90%").waitFor();

  await kind.selectOption({ label: "Matrix of two measures" });
  await component.getByRole("button", { name: "Add a row" }).click();
  await component.getByRole("button", { name: "Add a column" }).click();
  await component.getByText("4 levels of its measure and 3 of the second one").waitFor();
  await kind.selectOption({ label: "Marginal tiers" });
  await component.getByRole("button", { name: "Turn into a table" }).click();
  await component.getByRole("slider", { name: "Point 1 of 2" }).waitFor();
  await component.getByRole("button", { name: /^Not defined above/ }).click();
  await component.getByRole("button", { name: "Define" }).waitFor();
});

test("a component is added beside the others, duplicated and taken out, one step each", async () => {
  const page = await build("reference-b");
  await page.getByRole("button", { name: "Component", exact: true }).click();
  await page.locator(".component").nth(2).waitFor();
  await page.getByText("Discard 1 edit").waitFor();
  await page
    .getByRole("button", { name: /^Duplicate Pipeline/ })
    .first()
    .click();
  await page.locator(".component").nth(3).waitFor();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => page.locator(".component").count()).toBe(2);
  await page.getByText("No edits").waitFor();
});

test("a scenario is edited as JSON: faults with their line, applied as one step once it loads", async () => {
  const page = await build("reference-b");
  await page.getByText("JSON", { exact: true }).click();
  const area = page.getByRole("textbox", { name: "JSON of plans.marketer" });
  const before = await area.inputValue();
  const misspelt = before.replace('"weight": 0.5', '"wieght": 0.5');
  await area.fill(misspelt);
  await page.getByRole("button", { name: "Apply" }).click();
  const line = misspelt.split("\n").findIndex((text) => text.includes("wieght")) + 1;
  await page
    .getByRole("button", { name: `Line ${line}, column` })
    .first()
    .waitFor();
  await page.getByText('did you mean "weight"?').waitFor();
  await page.getByText("No edits").waitFor();

  await area.fill(before.replace('"weight": 0.5', '"weight": 0.4'));
  await page.getByRole("button", { name: "Apply" }).click();
  await page.getByText("Discard 1 edit").waitFor();
  await page.getByText("Form", { exact: true }).click();
  expect(await page.getByRole("spinbutton", { name: "Weight" }).first().inputValue()).toBe("40%");
});

test("people, crediting and a budget are written in forms that follow the schema", async () => {
  const page = await build("reference-b");
  await page.locator(".rail").getByRole("button", { name: "All else" }).click();
  await page
    .getByRole("button", { name: /^People/ })
    .last()
    .click();
  await page.getByRole("button", { name: "Add person" }).click();
  const person = page.locator("[data-id=person]");
  await person.getByRole("combobox", { name: "Role" }).selectOption("ae");
  await person.getByRole("button", { name: "Add Start" }).click();
  await fill(person.getByRole("textbox", { name: "Start" }), "2027-13");
  await person.getByRole("alert").getByText("or a month is written like").waitFor();
  await fill(person.getByRole("textbox", { name: "Start" }), "2027-04");
  await expect.poll(() => person.getByRole("alert").count()).toBe(0);
  await fill(person.getByRole("textbox", { name: "Id" }), "ae-01");
  await page.locator("[data-id=ae-01]").waitFor();
  await page.getByRole("button", { name: "Add Budget line" }).click();
  await page.getByRole("button", { name: /^Budget line/ }).waitFor();
  await page.getByText("Discard 2 edits").waitFor();
});

describe("the page is accessible", () => {
  const screens = [
    [1440, "light"],
    [1440, "dark"],
    [390, "light"],
    [390, "dark"],
  ] as const;
  test.each(screens)("at %d px, %s", { timeout: 60_000 }, async (width, colorScheme) => {
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
      const closed = page.locator(".form-group > h4 > [aria-expanded=false]");
      while ((await closed.count()) > 0) await closed.first().click();
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
