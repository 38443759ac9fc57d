import { readNumber, readText } from "./attribute-readers.ts";
import type { SpanScore } from "../row/llm-span.ts";
import { takeField } from "./numbered-fields.ts";
import type { FieldGroup } from "./numbered-fields.ts";

/** Who judges, for the values of `annotator_kind`. */
const sourceOfAnnotator: ReadonlyMap<string, string> = new Map([
  ["LLM", "evaluation"],
  ["CODE", "evaluation"],
  ["HUMAN", "annotation"],
]);

/**
 * Scores of `annotations.N.annotation.*` or `evaluations.N.evaluation.*`; `noun` is the inner name. Explanations have no
 * column, so their attributes stay. https://arize-ai.github.io/openinference/spec/feedback/annotations.html
 */
export function readOpenInferenceScores(
  groups: readonly FieldGroup[],
  noun: "annotation" | "evaluation",
): readonly SpanScore[] | undefined {
  const scores = groups.flatMap((group): SpanScore[] => {
    const textOf = (field: string) => readText(takeField(group, `${noun}.${field}`) ?? null);
    const given = takeField(group, `${noun}.score`) ?? null;
    const value = typeof given === "boolean" ? Number(given) : readNumber(given);
    const name = textOf("name");
    const label = textOf("label");
    if (value === undefined && label === undefined) return [];
    const kind = textOf("annotator_kind") ?? "";
    const source = sourceOfAnnotator.get(kind.toUpperCase()) ?? (kind === "" ? noun : kind.toLowerCase());
    return [{ name: name ?? "", value: value ?? null, label: label ?? "", source }];
  });
  return scores.length === 0 ? undefined : scores;
}
