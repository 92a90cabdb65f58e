import { describe, expect, test } from "vitest";
import { certaintyOf } from "../../web/src/lib/certainty.ts";
import { inSentence, unitFor } from "../../web/src/lib/format.ts";
import type { Change, People, RoleView, TeamView } from "../../web/src/pages/compare/view.ts";
import {
  answer,
  cashClaim,
  chanceShort,
  chanceWords,
  companyVerdict,
  directionOf,
  findingsClaim,
  lead,
  loserNotes,
  payAgainstUtility,
  losers,
  richerWords,
  spokenWords,
  sureWords,
  sureClaim,
  teamVerdict,
  whenClaim,
  reasonWords,
  whoClaim,
  type Verdict,
} from "../../web/src/pages/compare/words.ts";

function change(mean: number, given: Partial<Change> & { chance?: number } = {}): Change {
  const { chance, ...rest } = given;
  const certainty = chance === undefined ? undefined : certaintyOf(chance, rest.noise);
  return {
    mean,
    expected: mean,
    relative: null,
    mechanical: 0,
    response: mean,
    runRate: mean,
    noise: certainty?.direction === "none",
    certainty,
    ...rest,
  };
}

function people(better: number, same: number, worse: number, given: Partial<People> = {}): People {
  const headcount = better + same + worse;
  return { better, same, worse, richer: better, poorer: worse, headcount, ...given };
}

function role(title: string, pay: Change, off: People, given: Partial<RoleView> = {}): RoleView {
  return {
    id: title,
    title,
    plural: `${title}s`,
    headcount: off.headcount,
    ote: 100_000,
    level: 100_000,
    pay,
    people: off,
    utility: pay.mean,
    beside: { risk: 0, effort: 0 },
    ...given,
  };
}

function team(
  name: "sales" | "marketing",
  roles: RoleView[],
  given: Partial<TeamView> = {},
): TeamView {
  const headcount = roles.reduce((sum, { headcount: heads }) => sum + heads, 0);
  return {
    team: name,
    headcount,
    level: 100_000,
    pay: roles[0]?.pay ?? change(0),
    people: people(0, headcount, 0),
    utility: roles[0]?.utility ?? 0,
    unchanged: false,
    roles,
    ...given,
  };
}

function verdict(party: Verdict["party"], chance: number): Verdict {
  const certainty = certaintyOf(chance);
  const states = { up: "better", down: "worse", none: "close" } as const;
  return { party, state: states[certainty.direction], certainty };
}

describe("the answer", () => {
  test("joins those it leaves better off under the weakest of their certainties", () => {
    const verdicts = [verdict("company", 0.91), verdict("Sales", 0.95), verdict("Marketing", 0.58)];
    expect(answer("Shared pipeline target", verdicts)).toBe(
      "Shared pipeline target likely leaves the company and Sales better off. For Marketing it is too close to call.",
    );
  });

  test("names those it leaves worse off, each with its own certainty", () => {
    const verdicts = [verdict("company", 0.71), verdict("Sales", 0.92), verdict("Marketing", 0.02)];
    expect(answer("Shared pipeline target", verdicts)).toBe(
      "Shared pipeline target more likely than not leaves the company and Sales better off, but very likely leaves Marketing worse off.",
    );
    const alike = [verdict("company", 0.71), verdict("Sales", 0.92), verdict("Marketing", 0.35)];
    expect(answer("Shared pipeline target", alike)).toBe(
      "Shared pipeline target more likely than not leaves the company and Sales better off, but Marketing worse off.",
    );
  });

  test("puts the company first where it loses", () => {
    const verdicts = [verdict("company", 0.02), verdict("Sales", 0.995), verdict("Marketing", 0.1)];
    expect(answer("Half of sales pay pooled", verdicts)).toBe(
      "Half of sales pay pooled likely leaves the company and Marketing worse off, but almost certainly leaves Sales better off.",
    );
  });

  test("says when all three lose", () => {
    const verdicts = [verdict("company", 0), verdict("Sales", 0), verdict("Marketing", 0)];
    expect(answer("It", verdicts)).toBe(
      "It almost certainly leaves the company, Sales and Marketing worse off.",
    );
  });

  test("says when nothing can be told apart from noise", () => {
    const verdicts = [verdict("company", 0.5), verdict("Sales", 0.41), verdict("Marketing", 0.59)];
    expect(answer("It", verdicts)).toBe(
      "It is too close to call for the company, Sales and Marketing.",
    );
  });

  test("says when a scenario changes nothing", () => {
    const verdicts: Verdict[] = [
      { party: "company", state: "same" },
      { party: "Sales", state: "same" },
      { party: "Marketing", state: "same" },
    ];
    expect(answer("A copy", verdicts)).toBe("A copy leaves everyone about where they are.");
  });

  test("mixes what is close and what stays the same without a main clause", () => {
    const verdicts: Verdict[] = [
      verdict("company", 0.5),
      { party: "Sales", state: "same" },
      { party: "Marketing", state: "same" },
    ];
    expect(answer("It", verdicts)).toBe(
      "For the company It is too close to call. Sales and Marketing stay about the same.",
    );
  });

  test("a team that stays the same has its own sentence", () => {
    const verdicts: Verdict[] = [
      verdict("company", 0.91),
      verdict("Sales", 0.91),
      { party: "Marketing", state: "same" },
    ];
    expect(answer("It", verdicts)).toBe(
      "It likely leaves the company and Sales better off. Marketing stays about the same.",
    );
  });

  test("before simulated years it gives no certainty and says at what assumptions it stands", () => {
    const verdicts: Verdict[] = [
      { party: "company", state: "better" },
      { party: "Sales", state: "worse" },
    ];
    expect(answer("It", verdicts)).toBe(
      "At the middle assumptions It leaves the company better off, but Sales worse off.",
    );
  });

  test("quotes a name whose punctuation would break the sentence", () => {
    const verdicts = [verdict("company", 0.9)];
    expect(answer("Reference B: shared pipeline target", verdicts)).toBe(
      "“Reference B: shared pipeline target” likely leaves the company better off.",
    );
  });
});

describe("verdicts", () => {
  test("the company's follows its contribution, and is none where nothing differs", () => {
    expect(companyVerdict(change(1, { chance: 0.9 })).state).toBe("better");
    expect(companyVerdict(change(-1, { chance: 0.1 })).state).toBe("worse");
    expect(companyVerdict(change(1, { chance: 0.55 })).state).toBe("close");
    expect(companyVerdict(change(1, { chance: 0.97, noise: true })).state).toBe("close");
    expect(companyVerdict(change(0, { chance: 0.5, luck: { p5: 0, p95: 0 } })).state).toBe("same");
    expect(companyVerdict(change(0, { chance: 0.5, luck: { p5: -1, p95: 1 } })).state).toBe(
      "close",
    );
  });

  test("a team's follows utility, not pay: paid less and better off is better", () => {
    const sales = team("sales", [role("AE", change(-595), people(53, 19, 13))], {
      utility: 1_111,
      better: certaintyOf(0.92),
    });
    expect(teamVerdict(sales)).toMatchObject({ party: "Sales", state: "better" });
    expect(directionOf(teamVerdict(sales))).toBe("up");
  });

  test("a change too small to call is none", () => {
    const marketing = team("marketing", [], { unchanged: true, better: certaintyOf(1) });
    expect(teamVerdict(marketing)).toEqual({ party: "Marketing", state: "same" });
  });
});

describe("the lead", () => {
  const million = unitFor([1_000_000]);
  const sales = team("sales", [role("AE", change(1_661), people(70, 8, 4))]);
  const marketing = team("marketing", [
    role("Field marketer", change(-410), people(0, 2, 6)),
    role("Product marketer", change(270), people(27, 0, 1)),
  ]);
  const given = {
    bookings: change(1_620_000, { relative: 0.026, chance: 0.94 }),
    pay: change(140_000, { relative: 0.009, chance: 0.92 }),
    people: people(92, 15, 11),
    teams: [sales, { ...marketing, pay: change(205), utility: 164 }],
    currency: "USD",
    units: { bookings: million, pay: million },
    response: "on" as const,
    paysAlike: false,
    contribution: change(900_000, { chance: 0.9 }),
  };

  test("says what it brings, what it costs, where it comes from and who loses", () => {
    expect(lead(given)).toEqual([
      "Bookings over the year are $1.62m higher (+2.6%) and pay costs $0.14m more (+0.9%), most of it to Sales.",
      "All of that gain comes from people changing what they work on: had nobody changed, bookings would stay as they are.",
      "Eleven people are worse off, six of them field marketers.",
    ]);
  });

  test("says a loss as a loss", () => {
    const loss = lead({
      ...given,
      bookings: change(-3_060_000, { relative: -0.05, chance: 0.02 }),
      pay: change(-380_000, { relative: -0.023, chance: 0.02 }),
    });
    expect(loss[0]).toBe(
      "Bookings over the year are $3.06m lower (−5.0%) and pay costs $0.38m less (−2.3%).",
    );
    expect(loss[1]).toContain("All of that loss comes from people");
  });

  test("never calls a difference within noise a gain or a loss", () => {
    const close = lead({
      ...given,
      bookings: change(298_676, { relative: 0.005, chance: 0.53 }),
      pay: change(-20_000, { relative: -0.001, chance: 0.45 }),
    });
    expect(close[0]).toBe(
      "Bookings over the year are too close to call (+$0.30m, +0.5% on average); the change in total pay is too close to call (−$0.02m, −0.1% on average).",
    );
    expect(close.join(" ")).not.toMatch(/higher|lower|gain|loss/);
  });

  test("says what is more likely than not with its chance, not as a fact", () => {
    const weak = lead({
      ...given,
      bookings: change(642_091, { relative: 0.013, chance: 0.61 }),
      pay: change(-17_889, { relative: -0.001, chance: 0.38 }),
    });
    expect(weak[0]).toBe(
      "Bookings over the year are more likely than not higher (+$0.64m, +1.3% on average); pay more likely than not costs less (−$0.02m, −0.1% on average).",
    );
  });

  test("says a team paid less and yet better off, and the other way round", () => {
    const calm = {
      ...sales,
      pay: change(-5_367, { chance: 0.01 }),
      utility: 563,
      better: certaintyOf(0.79),
    };
    const tired = {
      ...marketing,
      pay: change(400, { chance: 0.9 }),
      utility: -500,
      better: certaintyOf(0.1),
    };
    const words = payAgainstUtility([calm, tired]);
    expect(words[0]).toContain("Sales is paid less on average and yet better off");
    expect(words[1]).toContain("Marketing is paid more on average and yet worse off");
  });

  test("names the roles that are paid less and better off, how many of them, and what makes up for the pay", () => {
    // Together 27 of 43; risk (34 · 5,000 + 9 · 8,000)/43 and effort (34 · 1,000 + 9 · 500)/43: both count.
    const half = { pay: change(-8_000, { chance: 0.01 }), utility: 1_825 };
    const roles = [
      role("AE", half.pay, people(21, 1, 12), {
        ...half,
        plural: "Account executives, mid-market",
        beside: { risk: 5_000, effort: 1_000 },
      }),
      role("AE2", half.pay, people(6, 0, 3), {
        ...half,
        plural: "Account executives, enterprise",
        beside: { risk: 8_000, effort: 500 },
      }),
      role("SM", half.pay, people(0, 0, 10), { ...half, utility: -6_000 }),
    ];
    const pooled = team("sales", roles, { ...half, better: certaintyOf(0.71) });
    const words = payAgainstUtility([pooled]);
    expect(words).toContain(
      "Account executives, mid-market and enterprise are paid less on average, and 27 of 43 are better off all the same: less risk and less effort are worth more to them than the pay they lose.",
    );
    expect(words.join(" ")).not.toContain("Sales is paid less");
    const [, , note] = loserNotes([pooled], "USD", () => "");
    expect(note?.text).toBe(
      "Paid less on average, and 6 of 9 are better off all the same: less risk is worth more to them than the pay. 3 are worse off.",
    );
  });

  test.each([
    [-1_280_000, 0.28, true, ", and more likely than not the hours outweigh the gain."],
    [-1_280_000, 0.47, true, "; whether the gain makes up for them is too close to call."],
    [900_000, 0.9, false, "; what they bring is not known well."],
  ])(
    "says what hours of practices take, and whether they outweigh the gain",
    (mean, chance, outweigh, end) => {
      const hours = { hours: 26_400, value: 2_547_264, outweigh };
      const words = lead({ ...given, contribution: change(mean, { chance }), hours });
      expect(words).toContain(
        `Its practices take 26,400 hours a year for certain, worth $2.55m at loaded pay${end}`,
      );
    },
  );

  test("splits a change that the formula alone makes in part", () => {
    const split = lead({
      ...given,
      bookings: change(1_000_000, { chance: 0.9, mechanical: 400_000, response: 600_000 }),
    });
    expect(split[1]).toBe(
      "Had nobody changed what they work on, the change would be +$0.40m; the rest, +$0.60m, comes from people changing it.",
    );
  });

  test("says when the response is off or was not found", () => {
    expect(lead({ ...given, response: "off" })[1]).toContain("switched off");
    expect(lead({ ...given, response: "none" })[1]).toContain("No equilibrium was found");
  });

  test("says when nothing changes at all", () => {
    const none = lead({
      ...given,
      bookings: change(0),
      pay: change(0),
      people: people(0, 118, 0),
    });
    expect(none).toEqual([
      "Bookings over the year stay as they are; total pay does not change.",
      "Nobody is worse off.",
    ]);
  });
});

describe("losers", () => {
  const field = role("Field marketer", change(-410), people(0, 2, 6));
  const others = role("SDR", change(-10), people(0, 10, 5));

  test("nobody, one, some of one role, all of one role, everybody", () => {
    expect(losers(people(5, 5, 0.4), [])).toBe("Nobody is worse off.");
    expect(
      losers(people(5, 5, 1), [team("sales", [role("SDR", change(-1), people(5, 5, 1))])]),
    ).toBe("One person is worse off: one SDR.");
    expect(losers(people(0, 12, 11), [team("marketing", [field]), team("sales", [others])])).toBe(
      "Eleven people are worse off, six of them field marketers.",
    );
    expect(losers(people(0, 2, 6), [team("marketing", [field])])).toBe(
      "Six people are worse off, all of them field marketers.",
    );
    const whole = team("marketing", [field], { people: people(0, 0, 31) });
    expect(losers(people(68, 7, 45), [team("sales", [others]), whole])).toBe(
      "45 people are worse off, among them all 31 in Marketing.",
    );
    expect(losers(people(0, 0, 118), [])).toBe("All 118 people are worse off.");
  });

  test("are noted by role with the loss in pay, those with most people first", () => {
    const notes = loserNotes([team("marketing", [others, field])], "USD", () => "");
    expect(notes.map(({ title }) => title)).toEqual([
      "Field marketers: −$410 a head",
      "SDRs: −$10 a head",
    ]);
    expect(notes[0]?.text).toBe("6 of 8 are worse off.");
  });

  test("paid less and not worse off is said so; paid more and worse off too", () => {
    const calm = role("AE", change(-2_249), people(12, 2, 0), { utility: 2_254 });
    const tired = role("SDR", change(500), people(0, 0, 22), { utility: -300 });
    const notes = loserNotes([team("sales", [calm, tired])], "USD", () => "");
    expect(notes.map(({ text }) => text)).toEqual([
      "All 22 are worse off although the role earns more: it works harder or carries more risk.",
      "Paid less, yet none is worse off: they carry less risk or effort.",
    ]);
  });

  test("a drop in pay within noise is no loss", () => {
    const unclear = role("AE", change(-100, { chance: 0.45 }), people(10, 10, 0));
    expect(loserNotes([team("sales", [unclear])], "USD", () => "")).toEqual([]);
  });
});

test("richer and better off are told apart", () => {
  expect(richerWords(people(53, 19, 48, { richer: 25, poorer: 73 }))).toBe(
    "Of 120 people 25 are paid more and 73 less; 53 are better off and 48 worse, counting effort and risk. Some are paid less yet not worse off: they carry less risk or effort.",
  );
  expect(richerWords(people(10, 0, 10, { richer: 20, poorer: 0 }))).toContain(
    "Some are paid more yet not better off",
  );
});

describe("chances in words", () => {
  test("always with the count and the way it goes", () => {
    expect(chanceWords(certaintyOf(0.94))).toBe("Higher in 94 of 100 years");
    expect(chanceWords(certaintyOf(0.02))).toBe("Lower in 98 of 100 years");
    expect(chanceWords(certaintyOf(1))).toBe("Higher in over 99 of 100 years");
    expect(chanceWords(certaintyOf(0.5))).toBe("Within noise: higher in 50 of 100");
    expect(chanceShort(change(1, { chance: 0.94 }))).toBe("higher in 94");
    expect(chanceShort(change(1, { chance: 0.5 }))).toBe("within noise");
    expect(chanceShort(change(1))).toBe("");
    expect(chanceShort(change(0))).toBe("no change");
    expect(sureWords(certaintyOf(0.03))).toEqual(["Very likely", "worse in 97 of 100 years"]);
    expect(sureWords(certaintyOf(1))).toEqual(["Almost certain", "better in over 99 of 100 years"]);
    expect(sureWords(certaintyOf(0.5))).toEqual(["Too close to call", "better in 50 of 100 years"]);
  });

  test("are spoken with figure and word", () => {
    expect(spokenWords("Bookings", change(1_640_000, { chance: 0.94 }), "USD")).toBe(
      "Bookings +$1.64m, likely",
    );
    expect(spokenWords("Bookings", change(1_640_000), "USD")).toBe("Bookings +$1.64m");
  });
});

describe("when it shows", () => {
  const baseline = Array.from({ length: 12 }, () => 100);
  const at = (gap: (month: number) => number, start = "2027-01") => ({
    baseline,
    gaps: baseline.map((_, month) => gap(month)),
    start,
  });
  const some = change(1, { chance: 0.9 });

  test("names the first month that shows and where the year ends", () => {
    const months = at((month) => (month < 2 ? 0 : month < 5 ? 2 : 4));
    expect(whenClaim("bookings", months, some)).toBe(
      "Little shows before March; by December bookings run 4.0% higher",
    );
  });

  test("says at once where it shows at once, down as well as up", () => {
    expect(
      whenClaim(
        "revenue",
        at(() => -5),
        some,
      ),
    ).toBe("By December revenue runs 5.0% lower");
  });

  test("says a dip before the gain", () => {
    const months = at((month) => (month < 4 ? -2 : 4));
    expect(whenClaim("bookings", months, some)).toBe(
      "At first bookings run lower; by December bookings run 4.0% higher",
    );
  });

  test("says when nothing moves", () => {
    expect(
      whenClaim(
        "bookings",
        at(() => 0),
        change(0),
      ),
    ).toBe("Bookings stay month by month as before");
    expect(
      whenClaim(
        "revenue",
        at(() => 0),
        change(0),
      ),
    ).toBe("Revenue stays month by month as before");
    expect(
      whenClaim(
        "bookings",
        at(() => 0.05),
        some,
      ),
    ).toBe("Bookings hardly move, month by month");
  });

  test("makes no claim within noise", () => {
    expect(
      whenClaim(
        "bookings",
        at(() => 4),
        change(1, { chance: 0.53 }),
      ),
    ).toBe("Bookings by month: too close to call");
  });

  test("follows a calendar that does not start in January", () => {
    const months = at((month) => (month < 2 ? 0 : 4), "2027-07");
    expect(whenClaim("bookings", months, some)).toBe(
      "Little shows before September; by June bookings run 4.0% higher",
    );
  });
});

function earnsMore(name: string): RoleView {
  return role(name, change(500, { chance: 0.95 }), people(5, 0, 0));
}

function earnsLess(name: string): RoleView {
  return role(name, change(-500, { chance: 0.05 }), people(0, 0, 5));
}

function staysUnclear(name: string): RoleView {
  return role(name, change(5, { chance: 0.5 }), people(0, 5, 0));
}

function unchanged(name: string): RoleView {
  return role(name, change(0), people(0, 5, 0));
}

function claim(...roles: RoleView[]): string {
  return whoClaim([team("sales", roles)]);
}

describe("who earns more", () => {
  test("from every role to none", () => {
    expect(claim(earnsMore("A"), earnsMore("B"))).toBe("Every role earns more");
    expect(claim(earnsLess("A"), earnsLess("B"))).toBe("Every role earns less");
    expect(claim(unchanged("A"), unchanged("B"))).toBe("Nobody’s pay changes");
    expect(claim(staysUnclear("A"), staysUnclear("B"))).toBe(
      "In every role the change in pay is too close to call",
    );
    expect(claim(earnsMore("A"), earnsMore("B"), earnsLess("Field marketer"))).toBe(
      "Field marketers are the one role that probably earns less; 2 of 3 roles probably earn more",
    );
    expect(claim(earnsMore("A"), staysUnclear("B"))).toBe(
      "1 of 2 roles probably earns more and none less, in 1 it is too close to call",
    );
    expect(claim(earnsMore("A"), earnsLess("SDR"), earnsLess("Field marketer"))).toBe(
      "SDRs and field marketers probably earn less; 1 of 3 roles probably earns more",
    );
    expect(claim(earnsMore("A"), earnsLess("B"), earnsLess("C"), earnsLess("D"))).toBe(
      "3 of 4 roles probably earn less, 1 more",
    );
    expect(claim(earnsLess("B"), earnsLess("C"), earnsLess("D"), staysUnclear("E"))).toBe(
      "3 of 4 roles probably earn less, none more, in 1 it is too close to call",
    );
  });
});

test("cash: what moves first, from the quarter with a third of the largest change", () => {
  expect(cashClaim([0.3, 1, 1, 1], [0, 0, 0.5, 0.6])).toBe(
    "Bookings move first, pay from the third quarter",
  );
  expect(cashClaim([0, 0, 1, 1], [1, 1, 1, 1])).toBe(
    "Pay moves first, bookings from the third quarter",
  );
  expect(cashClaim([0, 1, 1, 1], [0, -1, -1, -1])).toBe(
    "Bookings and pay both move from the second quarter",
  );
  expect(cashClaim([0, 0, 0, 0], [0, 0, 0, 1])).toBe(
    "Pay moves from the fourth quarter, bookings hardly at all",
  );
  expect(cashClaim([1, 0, 0, 0], [0, 0, 0, 0])).toBe(
    "Bookings move from the first quarter, pay hardly at all",
  );
  expect(cashClaim([0, 0, 0, 0], [0, 0, 0, 0])).toBe("Neither bookings nor pay move by quarter");
});

function spread(luck: number, parameters: number): Change {
  return change(1, {
    luck: { p5: -luck, p95: luck },
    parameters: { p5: -parameters, p95: parameters },
  });
}

test("how sure: which of luck and what we do not know is wider; known responses are said to be", () => {
  expect(sureClaim(spread(1, 2), false)).toBe("What we do not know outweighs luck");
  expect(sureClaim(spread(2, 1), false)).toBe("Luck outweighs what we do not know");
  expect(sureClaim(spread(1, 1), false)).toBe("Luck and what we do not know weigh about the same");
  expect(sureClaim(spread(1, 0), true)).toBe("Luck only: how people respond is taken as known");
  expect(sureClaim(change(1), false)).toBe(
    "How sure: too few years to tell luck from what we do not know",
  );
});

test("findings to settle are errors and warnings, notes are not", () => {
  expect(findingsClaim(["error", "warning", "info"])).toBe(
    "Two findings to settle before you decide",
  );
  expect(findingsClaim(["warning"])).toBe("One finding to settle before you decide");
  expect(findingsClaim(["info"])).toBe("Nothing to settle before you decide");
  expect(findingsClaim([])).toBe("Nothing to settle before you decide");
});

test("a title inside a sentence loses its capital unless it is an abbreviation", () => {
  expect(inSentence("Field marketer")).toBe("field marketer");
  expect(inSentence("SDR")).toBe("SDR");
  expect(inSentence("AE, mid-market")).toBe("AE, mid-market");
});

test("the parts of a role's change in pay add up to their total as shown", () => {
  const changes = [
    { title: "MQL bonus", change: -900.4 },
    { title: "Pipeline", change: 500.4 },
    { title: "Pool", change: -100 },
    { title: "Spiff", change: 20 },
  ];
  expect(reasonWords(changes, -480, "USD")).toBe(
    "By component, at the middle assumptions: MQL bonus −$900, Pipeline +$500, Pool −$100, the rest +$20; together −$480.",
  );
  expect(reasonWords([], 0, "USD")).toBe("");
});
