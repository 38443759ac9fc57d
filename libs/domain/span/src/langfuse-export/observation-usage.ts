import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import { readNumber } from "../facts/attribute-readers.ts";
import { exportField, exportObject } from "./export-fields.ts";

/** The token counts of an observation: by kind, or as older exports have them. Empty where there are none. */
export function usageOf(observation: JsonObject): JsonObject {
  const details = exportObject(observation, "usageDetails");
  if (Object.keys(details).length > 0) return details;
  const older = exportObject(observation, "usage");
  const counts = numbersOf([
    ["input", older["input"] ?? exportField(observation, "inputUsage") ?? exportField(observation, "promptTokens")],
    [
      "output",
      older["output"] ?? exportField(observation, "outputUsage") ?? exportField(observation, "completionTokens"),
    ],
    ["total", older["total"] ?? exportField(observation, "totalUsage") ?? exportField(observation, "totalTokens")],
  ]);
  const unit = older["unit"] ?? exportField(observation, "unit");
  return isAllZero(counts) ? {} : { ...counts, ...(typeof unit === "string" ? { unit } : {}) };
}

/** What Langfuse, or whoever sent the observation, said that it cost. Empty where nothing was said. */
export function costOf(observation: JsonObject): JsonObject {
  const details = exportObject(observation, "costDetails");
  if (Object.keys(details).length > 0) return details;
  const field = (name: string) => exportField(observation, name);
  const costs = numbersOf([
    ["input", field("inputCost") ?? field("calculatedInputCost")],
    ["output", field("outputCost") ?? field("calculatedOutputCost")],
    ["total", field("totalCost") ?? field("calculatedTotalCost")],
  ]);
  return isAllZero(costs) ? {} : costs;
}

function numbersOf(fields: readonly (readonly [string, JsonValue | undefined])[]): Readonly<Record<string, number>> {
  const told = fields.flatMap(([name, value]): [string, number][] => {
    const number = value === undefined || typeof value === "object" ? undefined : readNumber(value);
    return number === undefined ? [] : [[name, number]];
  });
  return Object.fromEntries(told);
}

/** Exports write zeros where nothing was counted. */
function isAllZero(numbers: Readonly<Record<string, number>>): boolean {
  return Object.values(numbers).every((number) => number === 0);
}
