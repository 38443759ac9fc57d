import { describe, expect, it } from "vitest";

import { describeError, errorCode, ParapetError } from "./errors.ts";

const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });

describe("errorCode", () => {
  it.each([
    ["one of ours", new ParapetError("store_unavailable", "…"), "store_unavailable"],
    ["one of Node's", refused, "ECONNREFUSED"],
    ["one with a number for a code", Object.assign(new TypeError("…"), { code: 7 }), "TypeError"],
    ["any other", new RangeError("…"), "RangeError"],
    ["no error at all", "text that somebody threw", "unknown"],
    ["nothing", undefined, "unknown"],
  ])("of %s", (_, error, code) => {
    expect(errorCode(error)).toBe(code);
  });
});

describe("describeError", () => {
  it("names the error and its causes", () => {
    const error = new ParapetError("store_unavailable", "query: no answer", { cause: refused });
    expect(describeError(error)).toBe(
      "store_unavailable: query: no answer (caused by ECONNREFUSED: connect ECONNREFUSED)",
    );
  });

  it("names the parts of an aggregate", () => {
    expect(describeError(new AggregateError([refused, new Error("late")], "2 failed"))).toBe(
      "AggregateError: 2 failed [ECONNREFUSED: connect ECONNREFUSED; Error: late]",
    );
  });

  it("names a code once, where the message begins with it as Node's do", () => {
    const missing = Object.assign(new Error("ENOENT: no such file, open 'a'"), { code: "ENOENT" });
    expect(describeError(missing)).toBe("ENOENT: no such file, open 'a'");
  });

  it("is one line", () => {
    expect(describeError(new Error("first\n  second\r\nthird"))).toBe("Error: first second third");
  });

  it("ends where causes go in a circle", () => {
    const error = new Error("round");
    error.cause = error;
    expect(describeError(error).match(/round/g)).toHaveLength(5);
  });

  it("takes what is no error", () => {
    expect(describeError(null)).toBe("null");
  });
});
