import type { JsonObject } from "../otlp/any-value.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { attributeOf, exportField, exportText } from "./export-fields.ts";

/** Judges, for the values of a score's `source`. */
const annotatorOfSource: ReadonlyMap<string, string> = new Map([
  ["EVAL", "LLM"],
  ["ANNOTATION", "HUMAN"],
]);

/**
 * Scores as the attributes with which OpenInference says them: Langfuse has none of its own, since it takes scores apart
 * from spans.
 */
export function scoreEntries(scores: readonly JsonObject[]): (readonly [string, AnyValue])[] {
  return scores.flatMap((score, at) => {
    const source = exportText(score, "source") ?? "";
    const isCategory = exportText(score, "dataType") === "CATEGORICAL";
    const fields: [string, AnyValue | undefined][] = [
      ["name", exportText(score, "name")],
      // The number of a category only orders it.
      ["score", isCategory ? undefined : attributeOf(exportField(score, "value") ?? null)],
      ["label", exportText(score, "stringValue") ?? exportText(score, "longStringValue")],
      ["annotator_kind", annotatorOfSource.get(source) ?? source],
      ["explanation", exportText(score, "comment")],
    ];
    return fields
      .filter((field): field is [string, AnyValue] => field[1] !== undefined && field[1] !== null && field[1] !== "")
      .map(([name, value]) => [`annotations.${at}.annotation.${name}`, value] as const);
  });
}
