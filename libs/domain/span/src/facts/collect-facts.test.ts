import { describe, expect, test } from "vitest";
import { createFactCollector } from "./collect-facts.ts";
import { textAlias } from "./dialect.ts";
import type { Dialect } from "./dialect.ts";
import { general } from "../dialects/general.ts";
import { createOtlpSpan } from "../index.ts";

const blue: Dialect = {
  name: "blue",
  markers: ["blue.kind"],
  aliases: [textAlias("requestModel", "blue.model", "blue.old_model"), textAlias("userId", "blue.user")],
  derive: ({ fallback }) => fallback("promptName", "from blue"),
};
const green: Dialect = { name: "green", markers: ["green.kind"], aliases: [textAlias("requestModel", "green.model")] };

const collect = createFactCollector([blue, green, general]);

function collectFrom(attributes: Record<string, string>) {
  const ids = { traceId: "a".repeat(32), spanId: "b".repeat(16), name: "span" };
  const collected = collect(createOtlpSpan({ ...ids, attributes: new Map(Object.entries(attributes)) }));
  return { ...collected, facts: collected.draft.facts, taken: [...collected.draft.takenKeys(new Set())] };
}

describe("a dialect is a table", () => {
  test("the newer name wins over the older, whatever their order on the span", () => {
    expect(collectFrom({ "blue.old_model": "old", "blue.model": "new" }).facts.requestModel).toBe("new");
  });

  test("the earlier dialect wins over the later", () => {
    expect(collectFrom({ "green.model": "g", "blue.old_model": "b" }).facts.requestModel).toBe("b");
  });

  test("only attributes that agree with the fact are taken", () => {
    expect(collectFrom({ "green.model": "same", "blue.model": "same", "blue.old_model": "other" }).taken).toEqual([
      "green.model",
      "blue.model",
    ]);
  });

  test("the marker tells the dialect, else the number of facts", () => {
    expect(collectFrom({ "green.kind": "x", "green.model": "g", "blue.model": "b", "blue.user": "u" }).dialect).toBe(
      "green",
    );
    expect(collectFrom({ "green.model": "g", "blue.model": "b", "blue.user": "u" }).dialect).toBe("blue");
  });

  test("general attributes make no dialect", () => {
    const plain = createFactCollector([green, general]);
    const span = createOtlpSpan({ traceId: "a", spanId: "b", name: "s", attributes: new Map([["user.id", "u"]]) });
    expect(plain(span)).toMatchObject({ dialect: "none", draft: { facts: { userId: "u" } } });
  });
});
