/** Examples of a pool: what funds it, and how it is shared out to the cent. */
import {
  divide,
  least,
  most,
  multiply,
  type Rational,
  rational,
  subtract,
  sum,
  ZERO,
} from "../../math/index.ts";
import type { Example } from "../../plans/example.ts";
import { exactForm, exactReading } from "../../plans/exactPay.ts";
import type { Pool } from "../../plans/schema.ts";
import { monthsIn, type NumberInput } from "../../terms.ts";
import type { MoneyRounding } from "../../plans/defaults.ts";
import { exactMoney, minorUnits, shareOut } from "../money.ts";
import { CannotRun, type Cell, moneyText, percentText, plainText, type Results } from "./cells.ts";

type Given = Example["given"];

/** What a pool comes to in one of its examples; `read` gives the value of one of its numbers, in a period. */
export function runPool(
  pool: Pool,
  given: Given,
  {
    money,
    read,
  }: { money: MoneyRounding; read: (key: string, input: NumberInput, period: number) => Rational },
): Results {
  if ("fund" in given) return sharedOut(given, money);
  if (!("measure" in given))
    throw new CannotRun("an example of this form does not belong to a pool");
  const period = (given.period ?? 1) - 1;
  const values = Array.isArray(given.measure) ? given.measure : [given.measure];
  return { pays: values.map((value) => funded(pool, rational(value), { period, money, read })) };
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
  measure: Rational,
  {
    period,
    money,
    read,
  }: {
    period: number;
    money: MoneyRounding;
    read: (key: string, input: NumberInput, period: number) => Rational;
  },
): Cell {
  const { funding } = pool;
  const label = plainText(measure);
  let exact: Rational;
  let why: string;
  if ("over" in funding) {
    const over = read("funding.over", funding.over, period);
    const share = read("funding.shareOfExcess", funding.shareOfExcess, period);
    const excess = most(subtract(measure, over), ZERO);
    exact = multiply(share, excess);
    why = `${percentText(share)} of ${plainText(excess)} above ${plainText(over)}`;
  } else {
    const target = read("funding.target", funding.target, period);
    const amount = divide(
      read("funding.amount", funding.amount, period),
      rational(12 / monthsIn[pool.period]),
    );
    const attainment = divide(measure, target);
    const share = exactReading(exactForm(funding.curve), attainment);
    if ("refused" in share) return { label, value: share, why: share.refused };
    exact = multiply(amount, share);
    why = `${percentText(attainment)} gives ${percentText(share)} of ${moneyText(amount, money)}`;
  }
  const cap = pool.cap === undefined ? undefined : read("cap", pool.cap, period);
  const pays = cap ? least(exact, cap) : exact;
  return {
    label,
    value: exactMoney(minorUnits(pays, money, money.places), money.places),
    why: cap ? `${why}, at most ${moneyText(cap, money)}` : why,
  };
}
