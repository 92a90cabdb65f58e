import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type JsonObject, parseStrict, pathOf } from "../../models/scenario/text.ts";

function messages(text: string): string[] {
  return parseStrict(text, "a.json").problems.map(({ message }) => message);
}

/** Objects as JSON has them, shallow enough, with no key that reaches into objects. */
const document = fc
  .dictionary(
    fc
      .string({ maxLength: 8, unit: "grapheme" })
      .filter((key) => !(key in {}) && !/\p{Cc}/u.test(key)),
    fc.jsonValue({ maxDepth: 5, stringUnit: "grapheme" }),
  )
  .filter(
    (value) =>
      !/\\[bfu]|[\x7f-\x9f]|__proto__|"constructor":|"prototype":/.test(JSON.stringify(value)),
  );

/** A document of so many levels, itself among them. */
function nested(levels: number): string {
  return `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
}

describe("what is JSON", () => {
  test("a document reads as JSON.parse reads it, however it is spaced", () => {
    const law = fc.property(document, fc.constantFrom("", " ", "\t", "  "), (value, space) => {
      const text = JSON.stringify(value, null, space);
      const { value: read, problems } = parseStrict(text, "a.json");
      expect(problems).toEqual([]);
      expect(read).toEqual(JSON.parse(text));
    });
    fc.assert(law, { numRuns: 200 });
  });

  test("a spoilt document is refused wherever JSON.parse refuses it, and never read otherwise", () => {
    const spoil = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      cut: fc.integer({ min: 0, max: 3 }),
      put: fc.constantFrom(
        "",
        ",",
        '"',
        "{",
        "}",
        "[",
        "]",
        ":",
        "\\",
        "0",
        "-",
        "e",
        ".",
        "\n",
        " ",
        "\u0001",
        "nul",
        "é",
        "/",
        "'",
      ),
    });
    const law = fc.property(
      document,
      fc.array(spoil, { minLength: 1, maxLength: 3 }),
      (value, spoils) => {
        let text = JSON.stringify(value, null, 1);
        for (const { at, cut, put } of spoils) {
          const from = Math.floor(at * text.length);
          text = text.slice(0, from) + put + text.slice(from + cut);
        }
        const { value: read, problems } = parseStrict(text, "a.json");
        let expected: unknown;
        try {
          expected = JSON.parse(text);
        } catch {
          expect(problems).not.toEqual([]);
        }
        if (problems.length > 0) expect(read).toBeUndefined();
        else expect(read).toEqual(expected);
        for (const { line, column } of problems) {
          expect(line).toBeGreaterThan(0);
          expect(column).toBeGreaterThan(0);
        }
      },
    );
    fc.assert(law, { numRuns: 600 });
  });

  test("any text at all is answered, not thrown at", () => {
    const law = fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      const { value, problems } = parseStrict(`{${text}`, "a.json");
      expect(value === undefined).toBe(problems.length > 0);
    });
    fc.assert(law, { numRuns: 600 });
  });
});

describe("what JSON.parse lets pass", () => {
  test("a byte-order mark at the start is no part of the document", () => {
    const { value, problems } = parseStrict('\uFEFF{ "a": 01 }', "a.json");
    expect(value).toBeUndefined();
    expect(problems[0]).toMatchObject({ line: 1, column: 8 });
    expect(parseStrict('\uFEFF{ "a": 1 }', "a.json").value).toEqual({ a: 1 });
    expect(messages('\uFEFF\uFEFF{ "a": 1 }')).toEqual([
      "a character that cannot be seen (U+FEFF) stands here",
    ]);
  });

  test("24 levels are read, 25 are not", () => {
    expect(messages(nested(24))).toEqual([]);
    expect(messages(nested(25))).toEqual(["nested more than 24 deep"]);
  });

  test("2 MiB are read, a byte more is not, and a byte is not a character", () => {
    const around = '{"notes":""}'.length;
    const filled = (filling: string, bytes: number, size: number) =>
      `{"notes":"${filling.repeat(Math.floor((size - around) / bytes))}"}`;
    const plain = `{"notes":"${"x".repeat(2 * 1024 * 1024 - around)}"}`;
    expect(messages(plain)).toEqual([]);
    expect(messages(`${plain} `)).toEqual(["the file is larger than 2 MiB"]);
    // € takes 3 bytes, 😀 takes 4 in two units.
    expect(messages(filled("€", 3, 2 * 1024 * 1024))).toEqual([]);
    expect(messages(filled("€", 3, 2 * 1024 * 1024 + 3))).toEqual([
      "the file is larger than 2 MiB",
    ]);
    expect(messages(filled("😀", 4, 2 * 1024 * 1024))).toEqual([]);
    expect(messages(filled("😀", 4, 2 * 1024 * 1024 + 4))).toEqual([
      "the file is larger than 2 MiB",
    ]);
  });

  test.each([
    "0.1",
    "1e21",
    "123456789012345680",
    "1.7976931348623157e308",
    "5e-324",
    "0.30000000000000004",
    "100000000000000000000000",
    "1E5",
    "-0.5e+2",
    "0e999",
    "1.50",
  ])("the number %s is held as written", (number) => {
    expect(parseStrict(`{"a":${number}}`, "a.json").value).toEqual({ a: Number(number) });
  });

  test.each([
    ["9007199254740993", "9007199254740992"],
    ["0.1000000000000000055511151231257827", "0.1"],
    ["-3.141592653589793238", "3.141592653589793"],
    ["1e-324", "too small"],
    ["-1e309", "too large"],
    [`1${"0".repeat(100)}`, "more than 100 characters"],
    ["9".repeat(5000), "more than 100 characters"],
  ])("the number %s is not what would be saved", (number, said) => {
    expect(messages(`{"a":${number}}`).join()).toContain(said);
  });

  test("minus zero is zero", () => {
    const { value } = parseStrict('{"a":-0,"b":[-0.0,-1]}', "a.json");
    expect(Object.is(value!["a"], 0)).toBe(true);
    expect(value).toEqual({ a: 0, b: [0, -1] });
  });

  test("a key twice is told apart from the same key in another object", () => {
    expect(messages('{"a":{"x":1},"b":{"x":1}}')).toEqual([]);
    expect(messages('{"a":1,\n"b":2,\n"a":3,\n"a":4}')).toEqual([
      '"a" is written twice, first on line 1',
      '"a" is written twice, first on line 1',
    ]);
  });

  test("a pair of halves is a character, written or escaped; one half is not", () => {
    expect(messages('{"a":"😀","b":"\\ud83d\\ude00"}')).toEqual([]);
    for (const half of ["\\ud83d", "\\ude00", "\\ude00\\ud83d", "\ud83d", "\\ud83dx\\ude00"]) {
      expect(messages(`{"a":"${half}"}`)).toEqual([
        "a text with half a character (a lone surrogate)",
      ]);
    }
  });

  test("tabs and line breaks may stand in a text, other control characters not", () => {
    expect(messages('{"a":"one\\n\\ttwo\\r\\n"}')).toEqual([]);
    for (const control of ["\\u0000", "\\b", "\\f", "\\u001b", "\u007f", "\u0085"]) {
      expect(messages(`{"a":"${control}"}`)).toEqual(["a text with a control character"]);
    }
    expect(messages('{"a":"\u0000"}')).toEqual(["a control character (U+0000) inside a text"]);
  });

  test("no key reaches into the objects themselves", () => {
    for (const key of ["__proto__", "constructor", "prototype", "\\u005f_proto__"]) {
      expect(messages(`{"a":{"${key}":1}}`)[0]).toContain("cannot be a key");
    }
    expect(messages('{"a":{"proto":1,"toString":2}}')).toEqual([]);
  });

  test("every kind of line that an unfinished merge leaves is told", () => {
    for (const mark of ["<<<<<<< HEAD", "||||||| 1a2b3c", "=======", ">>>>>>> proposal"]) {
      const { problems } = parseStrict(`{\n  "a": 1\n${mark}\n}`, "a.json");
      expect(problems).toMatchObject([{ line: 3, column: 1, code: "bad-text" }]);
    }
  });

  test("each conflict of a merge is told once, at its first line", () => {
    const conflict = "<<<<<<< ours\n1\n||||||| base\n2\n=======\n3\n>>>>>>> theirs";
    const { problems } = parseStrict(`{\n${conflict}\n${conflict}\n}`, "a.json");
    const says = {
      message: "a.json is in the middle of a merge",
      hint: "tandem resolve a.json",
    };
    expect(problems).toMatchObject([
      { line: 2, ...says },
      { line: 9, ...says },
    ]);
  });

  test("equals signs and arrows that are no merge marks are left alone", () => {
    expect(messages('{"a":"<<<<<<< HEAD","b":"======="}')).toEqual([]);
    expect(messages('{\n"a":\n"======="\n}')).toEqual([]);
  });
});

describe("places", () => {
  test("lines end with \\n, \\r\\n or \\r, and columns count UTF-16 units", () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const text = ["{", '  "é😀": 1,', '  "b": x', "}"].join(end);
      expect(parseStrict(text, "a.json").problems[0]).toMatchObject({
        line: 3,
        column: 8,
        path: "b",
        file: "a.json",
      });
    }
    expect(parseStrict('{"😀": x}', "a.json").problems[0]).toMatchObject({
      line: 1,
      column: 8,
      path: '["😀"]',
    });
  });

  test("a path names keys, places in lists, and odd keys in brackets", () => {
    expect(pathOf(["plans", "ae-1", "curve", "points", 1, 0])).toBe(
      "plans.ae-1.curve.points[1][0]",
    );
    expect(pathOf(["effects", "inflow.inbound"])).toBe("effects.inflow.inbound");
    expect(pathOf(["roles", "a b", "x"])).toBe('roles["a b"].x');
  });

  test("a thousand faults are told of by the first hundred", () => {
    const body = Array.from({ length: 1000 }, () => '"a":1').join(",");
    expect(messages(`{${body}}`)).toHaveLength(100);
  });
});

// What grows with the square of 2 MiB takes minutes.
test("the scan takes time in proportion to the text", () => {
  const hostile: JsonObject = {};
  for (let i = 0; i < 100_000; i++) hostile[`key-${i}`] = i;
  const texts = [
    JSON.stringify(hostile),
    `{"a":${"[".repeat(2_000_000)}`,
    `{"a":"${"\\u0041".repeat(340_000)}"}`,
    `{"a":${"9".repeat(2_000_000)}}`,
    `{"a":1${" ".repeat(2_000_000)}`,
    "<".repeat(2_000_000),
    `{${"\n".repeat(2_000_000)}`,
  ];
  for (const text of texts) {
    const start = performance.now();
    parseStrict(text, "a.json");
    expect(performance.now() - start).toBeLessThan(10_000);
  }
}, 120_000);
