import { describe, expect, test } from "vitest";
import { readCostDetails } from "./cost-details.ts";
import { FactDraft } from "./span-facts.ts";

function costsOf(text: string) {
  const draft = new FactDraft();
  for (const offer of readCostDetails(text)?.facts ?? []) offer(draft, { dialect: "d", rank: 0, keys: [] });
  const { reportedInputCostUsd: input, reportedOutputCostUsd: output, reportedCostUsd: total } = draft.facts;
  return { input, output, total };
}

describe("costs by kind of usage", () => {
  test.each([
    ["with a total", '{"input":0.25,"output":0.5,"total":1}', { input: 0.25, output: 0.5, total: 1 }],
    ["without one", '{"input":0.25,"output":0.5}', { input: 0.25, output: 0.5, total: 0.75 }],
    ["parts of a side", '{"input":0.25,"input_cache_read":0.5,"cache_write":1}', { input: 1.75, total: 1.75 }],
    ["parts of the answer", '{"output":0.25,"output_reasoning":0.5}', { output: 0.75, total: 0.75 }],
    ["by other names", '{"input_cost":0.25,"output_cost":0.5,"total_cost":1}', { input: 0.25, output: 0.5, total: 1 }],
    ["a total alone", '{"total":1}', { total: 1 }],
    ["as texts", '{"input":"0.25"}', { input: 0.25, total: 0.25 }],
    ["nothing", "{}", {}],
  ])("%s", (_, text, expected) => {
    expect(costsOf(text)).toEqual({ input: undefined, output: undefined, total: undefined, ...expected });
  });

  test.each([
    ["wholes", '{"input":1,"output":1,"total":2,"cache":null}', true, undefined],
    ["parts", '{"input":1,"input_audio":1}', false, undefined],
    ["a negative cost", '{"input":-1}', false, "invalid_number"],
    ["no number", '{"input":"free"}', false, "invalid_number"],
  ])("says whether the columns hold everything: %s", (_, text, isWhole, flag) => {
    expect(readCostDetails(text)).toMatchObject({ isWhole, flag });
  });

  test("what is no object is no cost", () => {
    expect(readCostDetails("0.5")).toBeUndefined();
  });
});
