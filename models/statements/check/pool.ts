/** Examples of a pool: what funds it, and how it is shared out to the cent. */
import { divide, most, type Rational, rational, subtract, sum, ZERO } from "../../math/index.ts";
import type { Example } from "../../plans/example.ts";
import { exactReading } from "../../plans/exactPay.ts";
import type { Pool } from "../../plans/schema.ts";
import { monthsIn, type NumberInput } from "../../terms.ts";
import type { MoneyRounding } from "../../plans/defaults.ts";
import { exactMoney, minorUnits, shareOut } from "../money.ts";
import { fundingRule, fundUnits } from "../pools.ts";
import { CannotRun, type Cell, moneyText, percentText, plainText, type Results } from "./cells.ts";

type Given = Example["given"];

type Site = {
  money: MoneyRounding;
  currency: string;
  /** Value of one of the pool's numbers, in a period. */
  read: (key: string, input: NumberInput, period: number) => Rational;
};

/** What a pool comes to in one of its examples. */
export function runPool(pool: Pool, given: Given, site: Site): Results {
  if ("fund" in given) return sharedOut(given, site.money);
  if (!("measure" in given))
    throw new CannotRun("an example of this form does not belong to a pool");
  const period = (given.period ?? 1) - 1;
  const values = Array.isArray(given.measure) ? given.measure : [given.measure];
  return { pays: values.map((value) => funded(pool, rational(value), { ...site, period })) };
}

function sharedOut(
  { fund, among }: Extract<Given, { fund: unknown }>,
  money: MoneyRounding,
): Results {
  const members = Object.entries(among);
  const weights = members.map(([, weight]) => rational(weight));
  if (weights.every(({ n }) => n === 0n))
    throw new CannotRun("everybody's number is 0, so nothing says how the pool is shared");
  const total = minorUnits(rational(fund), money, money.places);
  const shares = shareOut(total, weights);
  const paysTo = new Map<string, Cell>();
  for (const [i, [member]] of members.entries())
    paysTo.set(member, {
      label: member,
      value: exactMoney(shares[i]!, money.places),
      why: `${plainText(weights[i]!)} of ${plainText(sum(weights))}; cents left over go to the largest remainders`,
    });
  return { paysTo };
}

/** Money that a measure puts in the pool in a period, at most its cap. */
function funded(
  pool: Pool,
  measured: Rational,
  { period, money, currency, read }: Site & { period: number },
): Cell {
  const { funding: written } = pool;
  const label = plainText(measured);
  const [key, input] =
    "over" in written
      ? (["funding.over", written.over] as const)
      : (["funding.target", written.target] as const);
  const level = read(key, input, period);
  const { funding, cap } = fundingRule(pool, (one, number) => read(one, number, period));
  const rule = { funding, cap, periods: 12 / monthsIn[pool.period] };
  let why: string;
  if (funding.kind === "excess") {
    const excess = most(subtract(measured, level), ZERO);
    why = `${percentText(funding.share)} of ${plainText(excess)} above ${plainText(level)}`;
  } else {
    const attainment = divide(measured, level);
    const share = exactReading(funding.form, attainment);
    if ("refused" in share) return { label, value: share, why: share.refused };
    const amount = divide(funding.amount, rational(rule.periods));
    why = `${percentText(attainment)} gives ${percentText(share)} of ${moneyText(amount, money)}`;
  }
  const { places } = money;
  const units = fundUnits(rule, { measured, level }, { scenario: { currency }, places })!;
  return {
    label,
    value: exactMoney(units, places),
    why: cap ? `${why}, at most ${moneyText(cap, money)}` : why,
  };
}
