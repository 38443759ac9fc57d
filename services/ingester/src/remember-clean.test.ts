import type { Finding } from "@parapet/detection";
import { expect, test } from "vitest";

import { rememberClean } from "./remember-clean.ts";

const finding: Finding = { category: "pii", detector: "pii", score: 1, severity: "high", start: 0, end: 3 };

function counting() {
  const asked: string[] = [];
  const find = rememberClean((text) => {
    asked.push(text);
    return text.startsWith("bad") ? [finding] : [];
  });
  return { asked, find };
}

test("a short text in which nothing was found is searched once", () => {
  const { asked, find } = counting();
  expect([find("gpt-4o"), find("gpt-4o")]).toEqual([[], []]);
  expect(asked).toEqual(["gpt-4o"]);
});

test("what was found is found again, and long texts are not kept", () => {
  const { asked, find } = counting();
  const long = "x".repeat(1_000);
  for (const text of ["bad", "bad", long, long]) find(text);
  expect(find("bad")).toEqual([finding]);
  expect(asked).toEqual(["bad", "bad", long, long, "bad"]);
});

test("texts without end do not fill the memory", () => {
  const { asked, find } = counting();
  for (let index = 0; index < 20_000; index += 1) find(`session-${index}`);
  find("session-0");
  expect(asked).toHaveLength(20_001);
});
