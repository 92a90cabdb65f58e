import { flushSync, mount, unmount } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";
import CurvePlot from "../../web/src/form/CurvePlot.svelte";
import type { Point } from "../../web/src/form/curvePoints.ts";
import NumberField from "../../web/src/form/NumberField.svelte";
import WeightBar from "../../web/src/form/WeightBar.svelte";

let made: Record<string, unknown> | undefined;
let place: HTMLElement;

beforeEach(() => {
  place = document.body.appendChild(document.createElement("div"));
  place.style.width = "480px";
});

afterEach(async () => {
  if (made) await unmount(made);
  place.remove();
});

function all(role: string): HTMLElement[] {
  return [...place.querySelectorAll<HTMLElement>(`[role=${role}]`)];
}

describe("a point of a payout curve", () => {
  const points: Point[] = [
    [0.8, 0.5],
    [1, 1],
    [1.5, 1.5],
  ];

  function plot() {
    const told = { move: vi.fn(), remove: vi.fn(), insert: vi.fn() };
    made = mount(CurvePlot, {
      target: place,
      props: {
        curve: { points, beyond: 0 },
        editable: true,
        label: "Payout curve",
        onmove: told.move,
        onremove: told.remove,
        oninsert: told.insert,
      },
    });
    flushSync();
    return told;
  }

  test.each([
    ["{ArrowRight}", [1.01, 1]],
    ["{ArrowLeft}", [0.99, 1]],
    ["{ArrowUp}", [1, 1.01]],
    ["{Shift>}{ArrowDown}{/Shift}", [1, 0.95]],
    ["{Alt>}{ArrowUp}{/Alt}", [1, 1.001]],
  ])("moves with %s", async (keys, to) => {
    const told = plot();
    all("slider")[1]!.focus();
    await userEvent.keyboard(keys);
    const [index, point] = told.move.mock.lastCall as [number, Point];
    expect(index).toBe(1);
    expect(point[0]).toBeCloseTo(to[0]!, 9);
    expect(point[1]).toBeCloseTo(to[1]!, 9);
  });

  test("goes with Delete", async () => {
    const told = plot();
    all("slider")[2]!.focus();
    await userEvent.keyboard("{Delete}");
    expect(told.remove).toHaveBeenCalledWith(2);
  });

  test("says where it is", () => {
    plot();
    const point = all("slider")[0]!;
    expect(point.getAttribute("aria-label")).toBe("Point 1 of 3");
    expect(point.getAttribute("aria-valuetext")).toBe("80% of target pays 50%");
  });

  test("follows the pointer, in whole per cent", async () => {
    const told = plot();
    const dot = all("slider")[1]!;
    const box = dot.getBoundingClientRect();
    const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
    const press = (type: string, by: number) =>
      dot.dispatchEvent(
        new PointerEvent(type, {
          pointerId: 1,
          button: 0,
          bubbles: true,
          ...at,
          clientX: at.clientX + by,
        }),
      );
    dot.setPointerCapture = () => undefined; // only a real pointer can be captured
    press("pointerdown", 0);
    press("pointermove", 40);
    press("pointerup", 40);
    const [index, [attainment, share]] = told.move.mock.lastCall as [number, Point];
    expect(index).toBe(1);
    expect(attainment).toBeGreaterThan(1.02);
    expect(attainment).toBe(Math.round(attainment * 100) / 100);
    expect(share).toBe(1);
  });
});

describe("the bar of weights", () => {
  const parts = [
    { id: "pipeline", title: "Pipeline", weight: 0.5 },
    { id: "bookings", title: "Bookings", weight: 0.3 },
    { id: "mqls", title: "MQLs", weight: 0.2 },
  ];

  function bar(given = parts) {
    const onchange = vi.fn();
    made = mount(WeightBar, {
      target: place,
      props: { plan: "Marketing", parts: given, of: "of target bonus", onchange },
    });
    flushSync();
    return onchange;
  }

  test.each([
    ["{ArrowRight}", [0.51, 0.29, 0.2]],
    ["{Shift>}{ArrowLeft}{/Shift}", [0.45, 0.35, 0.2]],
    ["{Alt>}{ArrowRight}{/Alt}", [0.501, 0.299, 0.2]],
    ["{Home}", [0, 0.8, 0.2]],
    ["{End}", [0.8, 0, 0.2]],
  ])("shifts weight between two components with %s, and keeps the sum", async (keys, weights) => {
    const onchange = bar();
    all("slider")[0]!.focus();
    await userEvent.keyboard(keys);
    expect(onchange.mock.lastCall?.[0]).toEqual(weights);
  });

  test("says when weights do not add to 100%, and scales them", async () => {
    const onchange = bar([parts[0]!, parts[1]!]);
    expect(place.textContent).toContain("Weights add to 80.0%");
    await userEvent.click([...place.querySelectorAll("button")].at(-1)!);
    expect(onchange.mock.lastCall?.[0]).toEqual([0.625, 0.375]);
  });
});

function field(refuse: string[] = []) {
  const told = { change: vi.fn(), error: vi.fn() };
  made = mount(NumberField, {
    target: place,
    props: {
      value: 0.5,
      unit: "percent",
      max: 1,
      label: "Weight",
      onchange: (value: number, gesture?: object) => {
        told.change(value, gesture);
        return refuse.map((message) => ({ code: "bad-number", path: "weight", message }) as const);
      },
      onerror: told.error,
    },
  });
  flushSync();
  return { ...told, input: place.querySelector("input")! };
}

describe("a number field", () => {
  test("takes a typed number when Enter is pressed", async () => {
    const { change, input } = field();
    await userEvent.fill(input, "62.5");
    await userEvent.keyboard("{Enter}");
    expect(change.mock.lastCall?.[0]).toBe(0.625);
  });

  test.each([
    ["half", "Not a number. Write it like 50%."],
    ["120%", "At most 100%."],
    ["-1", "At least 0%."],
  ])("says what is wrong with %j and keeps it in the field", async (typed, message) => {
    const { change, error, input } = field();
    await userEvent.fill(input, typed);
    await userEvent.keyboard("{Enter}");
    expect(change).not.toHaveBeenCalled();
    expect(error).toHaveBeenLastCalledWith({ message, at: 0.5 });
    expect(input.value).toBe(typed);
    expect(input.getAttribute("aria-invalid")).toBe("true");
  });

  test("says why the scenario refuses a number", async () => {
    const { error, input } = field(["it is too much"]);
    await userEvent.fill(input, "70");
    await userEvent.keyboard("{Enter}");
    expect(error).toHaveBeenLastCalledWith({ message: "It is too much.", at: 0.5 });
  });

  test("makes the presses of an arrow key that follow each other one gesture", async () => {
    const { change, input } = field();
    input.focus();
    await userEvent.keyboard("{ArrowUp}{ArrowUp}");
    const gestures = change.mock.calls.map(([, gesture]) => gesture as object);
    expect(change.mock.calls[0]?.[0]).toBe(0.51);
    expect(gestures[0]).toBe(gestures[1]);
  });
});
