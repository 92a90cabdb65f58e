/** What makes the difference between two scenarios, as tables: changes by their part, then each role's pay. */
import { type Attribution, leverWords, type LoadedScenario, scenarioOf } from "#models";
import { fixed, moneyIn, type Money, scaleOf, several } from "../format.ts";
import { type Column, table, wrap } from "../table.ts";
import { lay, type Section } from "./parts.ts";

const columns: Column[] = [
  { title: "Change", align: "left" },
  { title: "Bookings" },
  { title: "by formula" },
  { title: "by response" },
  { title: "Pay" },
  { title: "Contribution" },
];

/** The lines of the report, `width` characters wide. */
export function reportOfAttribution(
  attribution: Attribution,
  { base, other }: { base: LoadedScenario; other: LoadedScenario },
  width: number,
): string[] {
  const money = moneyIn(scenarioOf(base).currency);
  const names = [base, other].map((loaded) => scenarioOf(loaded).name);
  const head = `What makes ${names[1]} differ from ${names[0]}: expected first year at the middle assumptions; compare gives the mean over what we do not know`;
  if (attribution.levers.length === 0)
    return [...wrap(head, width), "", "Nothing that matters for the figures differs."];
  return [
    ...wrap(head, width),
    ...lay([
      { title: "In words", lines: sentences(attribution, { base, other }, width) },
      changes(attribution, money),
      pays(attribution, money),
    ]),
    "",
    ...foot(attribution, width),
  ];
}

function largestFirst({ levers }: Attribution): Attribution["levers"] {
  return levers.toSorted(
    (a, b) => Math.abs(b.parts["contribution"]!.value) - Math.abs(a.parts["contribution"]!.value),
  );
}

function changes(attribution: Attribution, money: Money): Section {
  const { levers, whole } = attribution;
  const keys = ["bookings", "pay", "contribution"] as const;
  const sorted = largestFirst(attribution);
  const scale = scaleOf(
    [...levers.map(({ parts }) => parts), whole].flatMap((parts) =>
      keys.map((key) => parts[key]!.value),
    ),
  );
  const show = (amount: number) => money.headline(amount, "difference", scale);
  const row = (title: string, parts: Attribution["whole"]): string[] => {
    const { bookings, pay, contribution } = parts as Record<
      (typeof keys)[number],
      { value: number; mechanical: number; response: number }
    >;
    return [
      title,
      show(bookings.value),
      show(bookings.mechanical),
      show(bookings.response),
      show(pay.value),
      show(contribution.value),
    ];
  };
  const rows = sorted.map(({ title, parts }) => row(title, parts));
  return {
    title: "Changes, the largest first",
    lines: table(columns, [...rows, row("All together", whole)]),
  };
}

/** Each change in a sentence with what it makes of bookings. */
function sentences(
  attribution: Attribution,
  { base, other }: { base: LoadedScenario; other: LoadedScenario },
  width: number,
): string[] {
  const both = { before: scenarioOf(base), after: scenarioOf(other) };
  return largestFirst(attribution).flatMap((lever) =>
    wrap(`${leverWords(attribution, lever, "bookings", both).says}.`, width, "  "),
  );
}

/** What each change makes of one person's pay, for the roles whose pay it moves. */
function pays({ levers, whole }: Attribution, money: Money): Section {
  const roles = Object.keys(whole).filter(
    (key) =>
      key.startsWith("pay.") && levers.some(({ parts }) => Math.abs(parts[key]!.value) >= 0.5),
  );
  if (roles.length === 0) return { title: "", lines: [] };
  const rows = roles.map((role) => [
    role.slice("pay.".length),
    ...levers.map(({ parts }) => money.whole(parts[role]!.value, "difference")),
    money.whole(whole[role]!.value, "difference"),
  ]);
  const heads = levers.map((_, i) => ({ title: `(${i + 1})` }));
  return {
    title: "One person's pay a year, by change",
    lines: [
      ...levers.map(({ title }, i) => `  (${i + 1}) ${title}`),
      ...table([{ title: "Role", align: "left" }, ...heads, { title: "All" }], rows),
    ],
  };
}

function foot({ levers, orders }: Attribution, width: number): string[] {
  const how =
    orders === 0
      ? `Shapley values over every order of the ${several(levers.length, "change")}; the parts add to the whole.`
      : `Shapley values over ${orders} sampled orders; the parts add to the whole, each within ± ${fixed(
          Math.max(...levers.map(({ parts }) => parts["bookings"]!.standardError)),
          0,
        )} of bookings.`;
  return wrap(how, width);
}
