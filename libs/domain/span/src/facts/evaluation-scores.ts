import { readNumber, readText } from "./attribute-readers.ts";
import type { DialectContext } from "./dialect.ts";
import type { SpanScore } from "../row/llm-span.ts";
import type { AttributeMap } from "../otlp/otlp-span.ts";

const EVALUATION_EVENT = "gen_ai.evaluation.result";
/** Events of senders that report what a user thought of an answer. */
const feedbackEvents: ReadonlySet<string> = new Set(["gen_ai.user.feedback", "gen_ai.feedback", "user_feedback"]);

export function isFeedbackEvent(name: string): boolean {
  return feedbackEvents.has(name);
}

const evaluationKeys = {
  name: "gen_ai.evaluation.name",
  value: "gen_ai.evaluation.score.value",
  label: "gen_ai.evaluation.score.label",
} as const;
/** Says that an evaluation is a person's: Microsoft's extension of the conventions. */
const HUMAN_SOURCE = "microsoft.gen_ai.human_evaluation.source";

const feedbackNames = ["gen_ai.feedback.name", "feedback.name", "name"];
const feedbackValues = ["gen_ai.feedback.score", "gen_ai.feedback.value", "feedback.score", "score", "value", "rating"];
const feedbackLabels = ["gen_ai.feedback.label", "feedback.label", "label"];

/** The attributes of a span that hold a score. */
export const scoreKeys: readonly string[] = Object.values(evaluationKeys);

/** Scores that came as events; the events stay, for their explanations. */
export function readScoreEvents({ span, fallback }: DialectContext): void {
  const scores = span.events.flatMap(({ name, attributes }) => {
    if (name === EVALUATION_EVENT) return evaluationOf(attributes);
    return isFeedbackEvent(name) ? feedbackOf(attributes) : [];
  });
  if (scores.length > 0) fallback("scores", scores);
}

/** The score that an evaluator wrote on its own span. */
export function deriveScores({ span: { attributes }, fallback }: DialectContext): void {
  const [score] = evaluationOf(attributes);
  if (score !== undefined) fallback("scores", [score], ...scoreKeys.filter((key) => attributes.has(key)));
}

function evaluationOf(attributes: AttributeMap): SpanScore[] {
  const score = scoreOf(attributes, [evaluationKeys.value], [evaluationKeys.label]);
  if (score === undefined) return [];
  const isFeedback = attributes.has(HUMAN_SOURCE);
  const name = textOf(attributes, [evaluationKeys.name]) ?? "";
  return [{ name, ...score, source: isFeedback ? "feedback" : "evaluation" }];
}

function feedbackOf(attributes: AttributeMap): SpanScore[] {
  const evaluation = evaluationOf(attributes);
  if (evaluation.length > 0) return evaluation.map((score) => ({ ...score, source: "feedback" }));
  const score = scoreOf(attributes, feedbackValues, feedbackLabels);
  const name = textOf(attributes, feedbackNames) ?? "user_feedback";
  return score === undefined ? [] : [{ name, ...score, source: "feedback" }];
}

/** A score says something: a number, or at least a label. A value that is no number is the label. */
function scoreOf(
  attributes: AttributeMap,
  valueKeys: readonly string[],
  labelKeys: readonly string[],
): Pick<SpanScore, "value" | "label"> | undefined {
  const given = firstOf(attributes, valueKeys, (key) => attributes.get(key)) ?? null;
  const value = typeof given === "boolean" ? Number(given) : readNumber(given);
  const label = textOf(attributes, labelKeys) ?? (value === undefined ? readText(given) : undefined);
  return value === undefined && label === undefined ? undefined : { value: value ?? null, label: label ?? "" };
}

function textOf(attributes: AttributeMap, keys: readonly string[]): string | undefined {
  return firstOf(attributes, keys, (key) => readText(attributes.get(key) ?? null));
}

function firstOf<T>(attributes: AttributeMap, keys: readonly string[], read: (key: string) => T): T | undefined {
  const key = keys.find((name) => attributes.has(name));
  return key === undefined ? undefined : read(key);
}
