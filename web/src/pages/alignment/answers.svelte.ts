/**
 * Answers to the assessment while they are given: into the draft once all forty are there, in this browser until then.
 *
 * Always    a file holds a whole assessment or none; with one, answers are edits of the draft like any other, so that undo
 *           takes them back; what was begun before the last answer stays until the file holds the assessment; other tabs
 *           add to what is begun and take nothing away; the level that the assessment takes the place of comes back when
 *           it is taken out.
 */
import { assess, type Assessment, assessmentStatements, type Problem } from "#models";
import type { Draft } from "../../state/draft.svelte.ts";
import { followKept, keep, readKept } from "../../state/kept.ts";

export type Side = "sales" | "marketing";
export type Given = Readonly<Record<Side, Readonly<Record<string, number>>>>;

export const functions = ["sales", "marketing"] as const satisfies Side[];
const none: Given = { sales: {}, marketing: {} };
const ids = assessmentStatements.map(({ id }) => id);

export class Answers {
  readonly #draft: Draft;
  #begun = $state.raw<Given>(none);
  problems = $state.raw<readonly Problem[]>([]);

  constructor(draft: Draft) {
    this.#draft = draft;
    if (draft.base.alignment?.assessment) this.#keep(none);
    else this.#begun = givenIn(readKept(this.#key));
  }

  /** Follows what other tabs keep; returns how to stop. */
  listen(): () => void {
    return followKept(this.#key, (kept) => (this.#begun = givenIn(kept)));
  }

  /** The assessment in the draft. */
  get whole(): Assessment | undefined {
    return this.#draft.scenario.alignment?.assessment;
  }

  get given(): Given {
    return this.whole ?? this.#begun;
  }

  /** Statements without an answer, by function. */
  get open(): Readonly<Record<Side, number>> {
    const { sales, marketing } = this.given;
    return { sales: openIn(sales), marketing: openIn(marketing) };
  }

  /** True where some answers are given and some are not. */
  get isBegun(): boolean {
    return !this.whole && functions.some((one) => this.open[one] < ids.length);
  }

  answer(of: Side, id: string, value: number): void {
    if (this.whole) {
      this.problems = this.#draft.set(["alignment", "assessment", of, id], value);
      return;
    }
    const before = both(this.#begun, givenIn(readKept(this.#key)));
    const begun = both(before, { ...none, [of]: { [id]: value } });
    this.#keep(begun);
    if (functions.some((one) => openIn(begun[one]) > 0)) return;
    this.problems = this.#draft.change([
      [["alignment", "level"], undefined],
      [["alignment", "assessment"], begun],
    ]);
    // Undo takes back the last answer, not all forty.
    if (this.problems.length === 0) this.#keep(before);
  }

  /** Takes the assessment out of the draft; its level stays, as a number of its own. */
  takeOut(): void {
    const { whole } = this;
    if (!whole) return;
    this.problems = this.#draft.change([
      [["alignment", "assessment"], undefined],
      [["alignment", "level"], assess(whole).level],
    ]);
    if (this.problems.length === 0) this.#keep(none);
  }

  /** Forgets what was begun. */
  clear(): void {
    this.#keep(none);
  }

  #keep(begun: Given): void {
    this.#begun = begun;
    keep(this.#key, begun === none ? undefined : begun);
  }

  get #key(): string {
    return `assessment.${this.#draft.file.id}`;
  }
}

/** Answers of one and of another; where both answer, the other's. */
function both(one: Given, other: Given): Given {
  return {
    sales: { ...one.sales, ...other.sales },
    marketing: { ...one.marketing, ...other.marketing },
  };
}

function openIn(answers: Readonly<Record<string, number>>): number {
  return ids.filter((id) => answers[id] === undefined).length;
}

/** What was kept, as far as it can be read. */
function givenIn(kept: unknown): Given {
  const read = (of: Side) => {
    const answers = (kept as Partial<Record<Side, unknown>> | null)?.[of];
    if (typeof answers !== "object" || answers === null) return {};
    return Object.fromEntries(
      Object.entries(answers).filter(
        ([id, value]) => ids.includes(id) && [1, 2, 3, 4, 5].includes(value as number),
      ),
    ) as Record<string, number>;
  };
  return { sales: read("sales"), marketing: read("marketing") };
}
