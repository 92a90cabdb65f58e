import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sha256 } from "../../models/scenario/sha256.ts";

test("the published examples of SHA-256 come out", () => {
  expect(sha256("")).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  expect(sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  expect(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")).toBe(
    "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
  );
  expect(sha256("a".repeat(1_000_000))).toBe(
    "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
  );
});

test("any text has the hash that Node gives it", () => {
  const law = fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
    expect(sha256(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
  });
  fc.assert(law);
  for (let length = 50; length < 70; length++) {
    const text = "é".repeat(length);
    expect(sha256(text)).toBe(createHash("sha256").update(text, "utf8").digest("hex"));
  }
});

test("half a character counts as U+FFFD, as in every UTF-8 encoder", () => {
  expect(sha256("a\ud800b")).toBe(sha256("a\ufffdb"));
  expect(sha256("\udc00")).toBe(createHash("sha256").update("\udc00", "utf8").digest("hex"));
});
