import { expect, it } from "vitest";

import { groupPairs } from "./group-pairs.ts";

it("keeps contexts together that one claim is judged against, also by way of others", () => {
  const groupOf = groupPairs([
    { context: "First page.", sentence: "The old dam broke." },
    { context: "Second page.", sentence: "It rained all night." },
    { context: "Third page.", sentence: "Yes." },
    { context: "First page.", sentence: "yes" },
    { context: "Second page.", sentence: "the old dam broke" },
    { context: "Fourth page.", sentence: "It rained all night!" },
  ]);
  expect(groupOf("Fourth page.")).toBe(groupOf("First page."));
  expect(groupOf("Second page.")).toBe(groupOf("First page."));
  expect(groupOf("Third page.")).not.toBe(groupOf("First page."));
});

it("leaves a context that shares no claim as it is", () => {
  expect(groupPairs([])("Alone, here")).toBe("alone here");
});
