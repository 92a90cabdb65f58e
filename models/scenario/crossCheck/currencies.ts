/** Currencies without a rate, and rates that start too late. */
import type { Problem } from "../../problem.ts";
import { pathOf } from "../text.ts";
import { dayFrom, entries, fault, type Site, word } from "./site.ts";

/** Every fault of the exchange rates and of who is paid in another currency. */
export function currencyProblems(site: Site): Problem[] {
  const own = word(site.document.currency);
  const rates = new Map(entries(site.document, "currencies"));
  const problems: Problem[] = [];
  for (const [currency, dated] of rates) {
    const path = `currencies.${currency}`;
    const dates = Object.keys(dated).map((date) => dayFrom(date)!);
    if (currency === own)
      problems.push(fault(path, `${currency} is the scenario's own currency`, "delete it"));
    else if (dates.length === 0)
      problems.push(fault(path, "there is no rate", `as in "2027-01": 1.1`));
    else if (site.days && dates.every((date) => date > site.days!.first))
      problems.push(
        fault(
          path,
          `the first rate is of ${dates.toSorted()[0]}, and the calendar starts on ${site.days.first}`,
          "give a rate from its start on",
        ),
      );
  }
  for (const [id, { salaryCurrency }] of entries(site.document, "people")) {
    if (typeof salaryCurrency !== "string" || salaryCurrency === own || rates.has(salaryCurrency))
      continue;
    problems.push(
      fault(
        `${pathOf(["people", id])}.salaryCurrency`,
        `there is no rate for ${salaryCurrency}`,
        `add it under "currencies": { "${salaryCurrency}": { "2027-01": … } }`,
      ),
    );
  }
  return problems;
}
