import { expect, test } from "vitest";
import type { Scenario } from "#models";
import { newComponents } from "../../../web/src/pages/build/starts.ts";
import { measureInWords } from "../../../web/src/pages/build/words.ts";

const plan = { id: "ae", title: "AE", roles: [], people: 0 };
const starting = (components: Record<string, object>) =>
  newComponents(plan, { plans: { ae: { components } } } as unknown as Scenario)[0];

test("a new component takes what is left of the weights, and pays nothing in a plan without any", () => {
  const own = { measure: "bookings", scope: "individual", period: "quarter" };
  expect(starting({})).toMatchObject({ weight: 1 });
  expect(starting({ own: { ...own, weight: 0.75 } })).toMatchObject({ weight: 0.25 });
  expect(starting({ own: { ...own, weight: 1 } })).toMatchObject({ weight: 0 });
  const beside = starting({ own: { ...own, rate: 0.08 } });
  expect(beside).toMatchObject({ targetPay: 0, period: "quarter" });
  expect(beside).not.toHaveProperty("weight");
});

const said = (measure: string) => measureInWords({ measure, scope: "individual" });

test("stages are called as people do", () => {
  expect(said("won")).toBe("Own deals won");
  expect(said("opportunity")).toBe("Own opportunities");
});
