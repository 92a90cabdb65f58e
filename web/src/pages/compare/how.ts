/** How each plot was computed: in plain words, and as the equation. */
import type { HowComputed } from "../../state/plot.svelte.ts";

export const how = {
  numbers: {
    words: [
      "Each simulated year is lived through by every scenario with the same luck: the same leads, the same deals, the same people. The difference is taken year by year, so that luck common to both cancels.",
      "The bar holds nine of ten years at fixed assumptions: luck alone. The line adds what we do not know: how strongly people answer pay and how far leads carry are drawn anew in each set of assumptions, and people’s efforts are solved again in each.",
      "Formula alone is the new plan on the old behaviour. Response is the rest: what people change. Where nobody is paid otherwise, that part is called before anybody responds. At full effect is a year in which all lags have run through.",
      "Attrition is what people who leave beyond the status quo’s turnover cost, less than nothing where fewer leave, where a scenario states retention; discounts are the price given away to move deals into a paid period, where it states timing games. Where it states neither, both are 0.",
      "± of the computation is the standard error of the mean: it shrinks with more simulated years. Luck and what we do not know do not.",
    ],
    equation:
      "difference = mean over years of (scenario − baseline)\ncontribution = gross margin − pay − on-costs − spend − practices − attrition − discounts",
  },
  when: {
    words: [
      "Left: what a month brings, in the scenario in focus and in the baseline. Levels overlap, since both meet the same good and bad years.",
      "Right: the same two subtracted year by year and added up over the months. Every scenario starts from the pipeline of the status quo, so a change of plan shows in bookings only as fast as deals close.",
    ],
    equation: "running difference(t) = sum up to month t of (scenario − baseline)",
  },
  pay: {
    words: [
      "Pay is base and variable pay of one person, a year. Formula alone is the new plan on the old behaviour; response is the rest, as people move to new efforts and the funnel with them.",
      "A person is better or worse off when expected utility (pay, less risk, less effort) differs from the status quo by more than a quarter of a per cent of on-target earnings; else about the same. So people can be paid less and be better off.",
      "Within noise: the mean is below twice its simulation error, or between 41 and 59 of 100 years are higher.",
    ],
    equation: "utility = certainty equivalent of pay + non-pay stakes − cost of effort",
  },
  efforts: {
    words: [
      "An effort is 1 at the status quo. People move effort to what the plan pays for, until another hour pays the same everywhere; every role answers the others, and the efforts shown are the point where nobody would move (the equilibrium).",
      "The thin line holds nine of ten sets of assumptions.",
    ],
    equation: "x_k = (T/T0)^(1/s) × ((V_k/V0_k) ÷ (T/T0))^(1/ρ)",
  },
  attribution: {
    words: [
      "Each change of the plan is made in every order with the others; its part is what it adds on average (its Shapley value), so the parts add to the whole. From nine changes on, orders are sampled and the error is stated.",
      "Hatched is the formula alone, on the old behaviour; solid and hollow is people’s response: solid where it adds, hollow where it takes.",
      "The figures are of the expected first year at the middle assumptions, not means over simulated years: the whole can differ a little from the number at the top.",
    ],
    equation: "part of i = mean over orders of (with i − without i)",
  },
  measureNext: {
    words: [
      "The share of a number is how much less unsure the run rate would be if that number were known. It is read off the sets of assumptions that are solved anyway, so it has an error of its own, which the table gives.",
      "The rest is what numbers make only in combination, and what so few sets cannot tell from chance. Luck is apart: no measuring takes it away.",
    ],
    equation: "share of j = variance of (mean given j) ÷ variance of the difference",
  },
  quarters: {
    words: [
      "Change against the baseline, quarter by quarter, mean over simulated years. Contribution is gross margin less pay, on-costs, spend, practices, attrition and discounts.",
    ],
  },
  sure: {
    words: [
      "Three spreads, never mixed. Of the computation: the standard error of the mean, which more simulated years make smaller. Luck: the middle nine tenths of years at fixed assumptions. What we do not know: the middle nine tenths of means over sets of assumptions.",
      "The mean is one over luck and over what we do not know. It differs from the figure at the middle assumptions where effects bend: twice the response does not bring twice the result.",
      "Both together is the middle nine tenths of all years in all sets; the count beside it is of these years.",
    ],
  },
} as const satisfies Record<string, HowComputed>;
