/**
 * Published studies that bear on what a plan does to people, as data in our own words.
 *
 * Terms     grade = A randomised field trial · B natural experiment · C structural estimate · D meta-analysis or laboratory
 *           · E survey, vendor page or correlation; size = a figure as printed; recalled = a figure or fact from memory,
 *           not looked up, shown as unverified and never used to judge a result.
 * Always    no size without a printed one: `found` says in words what such a study found; papers were read as abstracts
 *           and excerpts, so most intervals are missing and stay missing.
 * Not here  which of them bear on a comparison (panel.ts).
 * Source    docs/evidence.md
 */

export const grades = {
  A: "randomised field trial",
  B: "natural experiment",
  C: "structural estimate",
  D: "meta-analysis or laboratory",
  E: "survey, vendor page or correlation",
} as const;
export type Grade = keyof typeof grades;

/** What a size is a change of: shares of sales, output or profit; or a standardised figure that is no share of anything. */
type SizeOf = "sales" | "output" | "profit" | "standard deviations" | "correlation";

export type Size = {
  value: number;
  of: SizeOf;
  /** Whom or what it holds for, where not all. */
  among?: string;
  /** As printed; left out where none is. */
  interval?: { low: number; high: number };
  recalled?: boolean;
};

export type Study = {
  id: string;
  authors: string;
  year: number | null;
  setting: string;
  grade: Grade;
  /** What was changed. */
  changed: string;
  /** What came of it, in a sentence. */
  found: string;
  sizes: Size[];
  /** True where it looked for an effect and found none. */
  none?: boolean;
  /** What of it is from memory. */
  recalled?: string;
};

/** The studies, each under its id. */
export const studies: readonly Study[] = [
  {
    id: "friebel-2017",
    authors: "Friebel, Heinz, Krueger, Zubanov",
    year: 2017,
    setting: "193 shops of a retail chain, 6.74 people a shop",
    grade: "A",
    changed: "a team bonus on the shop’s sales, up to €300 a month, on top of pay",
    found: "Sales and customers +3%, wages +2.2%; $3.80 of sales a bonus dollar",
    sizes: [
      { value: 0.03, of: "sales" },
      { value: 0.06, of: "sales", among: "big towns" },
      { value: 0.05, of: "sales", among: "shops formerly below target" },
    ],
    recalled: "standard error about one point",
  },
  {
    id: "delfgaauw-tournament",
    authors: "Delfgaauw, Dur, Souverijn",
    year: null,
    setting: "108 Dutch stores",
    grade: "A",
    changed: "a tournament between teams, €50 each for the winners",
    found: "No effect on who does what or on performance",
    sizes: [],
    none: true,
  },
  {
    id: "delfgaauw-2013",
    authors: "Delfgaauw, Dur, Sol, Verbeke",
    year: 2013,
    setting: "128 stores",
    grade: "A",
    changed: "tournaments between stores",
    found: "Sales up only where manager and staff are of one gender; the prize did not matter",
    sizes: [],
  },
  {
    id: "manthei-bonus-2023",
    authors: "Manthei, Sliwka, Vogelsang",
    year: 2023,
    setting: "224 stores, bonus and review talks crossed",
    grade: "A",
    changed: "a bonus on the store’s profit",
    found: "No effect on profit that could be told from chance",
    sizes: [],
    none: true,
  },
  {
    id: "manthei-talks-2023",
    authors: "Manthei, Sliwka, Vogelsang",
    year: 2023,
    setting: "224 stores, bonus and review talks crossed",
    grade: "A",
    changed: "review talks with the store’s manager",
    found: "Profit about +7%; beside a profit bonus the gain vanishes",
    sizes: [{ value: 0.07, of: "profit" }],
  },
  {
    id: "bandiera-2013",
    authors: "Bandiera, Barankay, Rasul",
    year: 2013,
    setting: "work teams of one firm",
    grade: "A",
    changed: "public ranks of teams",
    found: "Ranks alone lowered productivity by 14%, most at the bottom",
    sizes: [{ value: -0.14, of: "output", among: "teams shown their rank" }],
    recalled: "that the firm picks fruit",
  },
  {
    id: "shearer-2004",
    authors: "Shearer",
    year: 2004,
    setting: "tree planting",
    grade: "A",
    changed: "piece rate in place of a wage",
    found: "Output +20%, and at least +21.7% beyond the trial by a structural estimate",
    sizes: [{ value: 0.2, of: "output" }],
  },
  {
    id: "lazear-2000",
    authors: "Lazear",
    year: 2000,
    setting: "fitting of car windows",
    grade: "B",
    changed: "piece rate in place of hourly pay",
    found: "Output of a worker +44%, part of it by who stayed and who came",
    sizes: [{ value: 0.44, of: "output" }],
    recalled: "that half of it is incentive",
  },
  {
    id: "kishore-2013",
    authors: "Kishore, Rao, Narasimhan, John",
    year: 2013,
    setting: "458 pharmaceutical sales territories",
    grade: "B",
    changed: "commission in place of a bonus at quota",
    found: "Sales up, most for the less able; fewer timing games; unrewarded tasks neglected more",
    sizes: [{ value: 0.24, of: "sales", recalled: true }],
  },
  {
    id: "hamilton-2003",
    authors: "Hamilton, Nickerson, Owan",
    year: 2003,
    setting: "a garment plant",
    grade: "B",
    changed: "group piece rate in place of an individual one",
    found: "Output +14% on average, most in the first teams, which chose to join",
    sizes: [{ value: 0.14, of: "output" }],
  },
  {
    id: "knez-2001",
    authors: "Knez, Simester",
    year: 2001,
    setting: "an airline",
    grade: "B",
    changed: "a monthly bonus for 35,000 people when the firm is on time",
    found: "Punctuality up in spite of the size of the group; small teams watched each other",
    sizes: [],
  },
  {
    id: "larkin-2014",
    authors: "Larkin",
    year: 2014,
    setting: "enterprise software",
    grade: "B",
    changed: "steeply accelerating commission with deadlines",
    found: "Deals priced down to make a deadline cost 6 to 8% of revenue",
    sizes: [
      { value: -0.06, of: "sales", among: "the low end" },
      { value: -0.08, of: "sales", among: "the high end" },
    ],
  },
  {
    id: "misra-2011",
    authors: "Misra, Nair",
    year: 2011,
    setting: "87 sellers of contact lenses, three years",
    grade: "C",
    changed: "cap, quota and ratchet dropped for plain commission",
    found: "Sales +8% predicted, +9% when it was done, about $0.98m a month",
    sizes: [
      { value: 0.08, of: "sales", among: "the prediction" },
      { value: 0.09, of: "sales", among: "the year after" },
    ],
  },
  {
    id: "chung-2014",
    authors: "Chung, Steenburgh, Sudhir",
    year: 2014,
    setting: "office equipment, bonuses by quarter and year",
    grade: "C",
    changed: "bonuses and over-achievement commission",
    found:
      "Bonuses raise output of all; over-achievement commission matters for the best; quarterly bonuses pace the weak",
    sizes: [],
  },
  {
    id: "steenburgh-2008",
    authors: "Steenburgh",
    year: 2008,
    setting: "office equipment",
    grade: "C",
    changed: "lump bonuses at quota",
    found: "They mostly move effort and hardly the timing of deals",
    sizes: [],
  },
  {
    id: "kim-2019",
    authors: "Kim, Sudhir, Uetake and others",
    year: 2019,
    setting: "loan officers who acquire and look after customers",
    grade: "C",
    changed: "pay for acquisition, with and without pay for upkeep",
    found:
      "Pay for acquisition brings worse customers; without pay for upkeep that outweighs the extra sales",
    sizes: [],
  },
  {
    id: "nalbantian-1997",
    authors: "Nalbantian, Schotter",
    year: 1997,
    setting: "laboratory groups",
    grade: "D",
    changed: "sharing of a group’s revenue, against targets and contests",
    found:
      "Relative schemes beat targets, and history matters; shared revenue ends at little effort",
    sizes: [],
    recalled: "that shared revenue ends at little effort",
  },
  {
    id: "gjedrem",
    authors: "Gjedrem, Kvaløy",
    year: null,
    setting: "laboratory teams under team pay",
    grade: "D",
    changed: "feedback on how one’s team stands among others",
    found: "Output almost +10% on average, almost +20% in the best teams",
    sizes: [
      { value: 0.1, of: "output" },
      { value: 0.2, of: "output", among: "the best teams" },
    ],
  },
  {
    id: "feedback-meta",
    authors: "Meta-analysis of feedback",
    year: null,
    setting: "many settings",
    grade: "D",
    changed: "feedback on performance",
    found: "Helps on average (d = .41); more than one intervention in three does harm",
    sizes: [{ value: 0.41, of: "standard deviations" }],
  },
  {
    id: "garbers-2014",
    authors: "Garbers, Konradt",
    year: 2014,
    setting: "146 studies, 31,861 people",
    grade: "D",
    changed: "financial incentives, for individuals and for teams",
    found:
      "Team incentives g = .45 (30 studies), individual ones g = .32; quality gains no less than quantity",
    sizes: [{ value: 0.45, of: "standard deviations", among: "teams" }],
  },
  {
    id: "jenkins-1998",
    authors: "Jenkins and others",
    year: 1998,
    setting: "meta-analysis",
    grade: "D",
    changed: "financial incentives",
    found: "Quantity rises with pay (r = .34); no relation with quality",
    sizes: [{ value: 0.34, of: "correlation", among: "quantity" }],
    recalled: "that there is no relation with quality",
  },
  {
    id: "kleingeld-2011",
    authors: "Kleingeld and others",
    year: 2011,
    setting: "meta-analysis, mostly laboratory",
    grade: "D",
    changed: "goals for groups",
    found: "Group goals d = .56; self-centred individual goals in interdependent groups d = −1.75",
    sizes: [
      { value: 0.56, of: "standard deviations", interval: { low: 0.37, high: 0.75 } },
      {
        value: -1.75,
        of: "standard deviations",
        among: "self-centred goals in joint work",
        interval: { low: -2.35, high: -1.15 },
      },
    ],
    recalled: "that the printed ± is half of a 95% interval",
  },
  {
    id: "role-ambiguity-meta",
    authors: "Meta-analysis of role ambiguity",
    year: null,
    setting: "169 samples, 35,265 people",
    grade: "D",
    changed: "clear roles beside unclear ones, compared",
    found: "Unclear roles go with lower performance, strongly",
    sizes: [{ value: -0.21, of: "correlation", recalled: true }],
  },
  {
    id: "rotation-meta",
    authors: "Meta-analysis of job rotation",
    year: null,
    setting: "56 studies",
    grade: "D",
    changed: "job rotation",
    found: "A small gain in performance (r = .13); customer knowledge is lost",
    sizes: [{ value: 0.13, of: "correlation" }],
  },
  {
    id: "team-building-meta",
    authors: "Meta-analysis of team building",
    year: null,
    setting: "many settings",
    grade: "D",
    changed: "team building",
    found: "Moderate gains, mostly in mood and in how teams work together",
    sizes: [{ value: 0.31, of: "correlation", recalled: true }],
  },
  {
    id: "le-meunier-fitzhugh-2011",
    authors: "Le Meunier-FitzHugh, Massey, Piercy",
    year: 2011,
    setting: "sales and marketing, five cases and a survey",
    grade: "E",
    changed: "aligned rewards and senior support beside none, compared",
    found:
      "Aligned rewards go with more collaboration and no less conflict; senior support goes with much less conflict",
    sizes: [],
  },
  {
    id: "hulland-2012",
    authors: "Hulland, Nenkov, Barclay",
    year: 2012,
    setting: "203 managers of 38 firms",
    grade: "E",
    changed: "fairness and communication beside none, compared",
    found: "Fair treatment and communication go with relationships that are thought effective",
    sizes: [],
  },
  {
    id: "peterson-2015",
    authors: "Peterson, Gordon, Krishnan",
    year: 2015,
    setting: "821 answers to a survey",
    grade: "E",
    changed: "aligned firms beside others, compared",
    found: "Firms that call themselves aligned report better results on eight counts",
    sizes: [],
  },
  {
    id: "aligned-growth",
    authors: "Aberdeen, SiriusDecisions, MarketingProfs",
    year: null,
    setting: "vendors’ reports",
    grade: "E",
    changed: "firms chosen by their growth, compared",
    found: "Large gaps of growth, retention and win rate with no design to trace: unsupported",
    sizes: [],
  },
];

/** A study by its id. */
export function studyOf(id: string): Study {
  const study = studies.find((one) => one.id === id);
  if (!study) throw new RangeError(`no study is called ${id}`);
  return study;
}

/** Who and when: "Friebel, Heinz, Krueger, Zubanov 2017". */
export function citation({ authors, year }: Study): string {
  return year === null ? authors : `${authors} ${year}`;
}

/** Printed sizes that are shares of sales, output or profit: what a result in money can lie beside. */
export function shares(study: Study): Size[] {
  return study.sizes.filter(({ of }) => of === "sales" || of === "output" || of === "profit");
}
