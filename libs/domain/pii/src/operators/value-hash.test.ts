import { describe, expect, it } from "vitest";
import { createValueHash } from "./value-hash.ts";

describe("createValueHash", () => {
  it("is HMAC as RFC 4231 has it", () => {
    const what = "what do ya want for nothing?";
    expect(createValueHash({ key: "Jefe" })(what)).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
    expect(createValueHash({ key: "Jefe", algorithm: "sha512" })(what)).toMatch(
      /^164b7a7bfcf819e2.{96}636e070a38bce737$/,
    );
  });

  it("gives equal values one hash with one key only", () => {
    const [one, other] = ["key of one tenant", "key of another"].map((key) => createValueHash({ key }));
    expect(one?.("jane@example.com")).toBe(createValueHash({ key: "key of one tenant" })("jane@example.com"));
    expect(one?.("jane@example.com")).not.toBe(other?.("jane@example.com"));
  });
});
