/**
 * People of a role: anonymous, spread evenly over the role's skill.
 *
 * Terms     z = a person's place on the scale of skill, in standard deviations; the people's z have mean 0 and, from two
 *           people on, variance 1, so that a small role is spread as widely as a large one.
 * Source    docs/model.md#people
 */
import { exp, normalQuantile } from "../math/index.ts";
import type { ModelRole } from "./compile.ts";

/** Place of each person of a role on its scale of skill; all 0 where skill does not vary. */
export function skillPlaces(role: ModelRole): Float64Array {
  const n = role.headcount;
  if (role.points.length === 1 || n === 1) return new Float64Array(n);
  const places = Float64Array.from({ length: n }, (_, i) => normalQuantile((i + 0.5) / n));
  const spread = Math.sqrt(places.reduce((sum, z) => sum + z * z, 0) / n);
  return places.map((z) => z / spread);
}

/** Skill of each person, mean 1 over the role. */
export function skills(role: ModelRole): Float64Array {
  const raw = skillPlaces(role).map((z) => (z === 0 ? 1 : exp(role.skillLogSd * z)));
  const mean = raw.reduce((sum, skill) => sum + skill, 0) / raw.length;
  return raw.map((skill) => skill / mean);
}

/** Weights of the skill points at place z: the polynomial through them; beyond the outermost, that one alone. */
export function basisAt(points: readonly number[], z: number): Float64Array {
  const place = Math.min(Math.max(z, points[0]!), points.at(-1)!);
  return Float64Array.from(points, (own, i) => {
    let basis = 1;
    for (const [j, other] of points.entries())
      if (j !== i) basis *= (place - other) / (own - other);
    return basis;
  });
}

/** The value at place z of something known at the role's skill points. */
export function atPlace(role: ModelRole, values: ArrayLike<number>, z: number): number {
  const basis = basisAt(
    role.points.map((point) => point.z),
    z,
  );
  let value = 0;
  for (let i = 0; i < basis.length; i++) value += basis[i]! * values[i]!;
  return value;
}
