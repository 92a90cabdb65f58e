/** Known-answer vectors of Random123 (kat_vectors, philox4x32 10); hashes from a separate program in exact integers. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { hash32, philox4x32, uniform01 } from "../../models/math/index.ts";

type Words = [number, number, number, number];

function block(key: [number, number], counter: Words): number[] {
  const out = new Uint32Array(4);
  philox4x32(out, ...key, ...counter);
  return [...out];
}

test("the generator gives the published vectors: zeros, ones, digits of pi", () => {
  expect(block([0, 0], [0, 0, 0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  const all = 0xffffffff;
  expect(block([all, all], [all, all, all, all])).toEqual([
    0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd,
  ]);
  expect(block([0xa4093822, 0x299f31d0], [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344])).toEqual(
    [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
  );
});

/** The published algorithm in exact integers: slow, and with no halves to carry. */
function slowBlock(key: [number, number], counter: Words): number[] {
  let [k0, k1] = key.map(BigInt) as [bigint, bigint];
  let [x0, x1, x2, x3] = counter.map(BigInt) as [bigint, bigint, bigint, bigint];
  const mask = 0xffffffffn;
  for (let round = 0; round < 10; round++) {
    const first = 0xd2511f53n * x0;
    const second = 0xcd9e8d57n * x2;
    [x0, x1, x2, x3] = [
      (second >> 32n) ^ x1 ^ k0,
      second & mask,
      (first >> 32n) ^ x3 ^ k1,
      first & mask,
    ];
    k0 = (k0 + 0x9e3779b9n) & mask;
    k1 = (k1 + 0xbb67ae85n) & mask;
  }
  return [x0, x1, x2, x3].map(Number);
}

test("any key and counter give what exact integers give", () => {
  const word = fc.integer({ min: 0, max: 0xffffffff });
  const law = fc.property(
    fc.tuple(word, word),
    fc.tuple(word, word, word, word),
    (key, counter) => {
      expect(block(key, counter)).toEqual(slowBlock(key, counter));
      const signed = counter.map((w) => w | 0) as Words;
      expect(block(key, signed)).toEqual(slowBlock(key, counter));
    },
  );
  fc.assert(law, { numRuns: 500 });
});

test("a uniform is never 0 or 1", () => {
  expect(uniform01(0)).toBe(0.5 / 4294967296);
  expect(uniform01(0xffffffff)).toBe(1 - 0.5 / 4294967296);
  expect(uniform01(-1)).toBe(uniform01(0xffffffff));
  expect(uniform01(0x80000000)).toBe(0.5 + 0.5 / 4294967296);
});

test("a name has one hash, and names that are alike have hashes that are not", () => {
  expect(hash32("")).toBe(0xab3e7c0b);
  expect(hash32("a")).toBe(0x91e9da27);
  expect(hash32("ana")).toBe(0xc804aa7a);
  expect(hash32("behaviour.effort")).toBe(0xa24c7e28);
  expect(hash32("€")).toBe(0x91fddf73);
  expect(hash32("é")).toBe(0xa1487ab7);
  const hashes = new Set<number>();
  for (let i = 0; i < 20_000; i++) hashes.add(hash32(`person-${i}`));
  // Of 20,000 random words 0.05 pairs collide.
  expect(hashes.size).toBeGreaterThanOrEqual(19_999);
});
