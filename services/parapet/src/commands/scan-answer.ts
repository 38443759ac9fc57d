import { inspectTexts, type Inspection, type InspectionDeps } from "@parapet/guard";

import type { AskedNames } from "./name-watch.ts";
import { printFindings, type OffsetUnit } from "./print-findings.ts";
import type { ParsedLine, ScanQuestion } from "./scan-question.ts";

export interface AnswerDeps {
  /** Names of the detectors to run; empty for all. */
  readonly detectors: readonly string[];
  readonly offsets: OffsetUnit;
  /** Whose policy holds. */
  readonly tenant: string;
  readonly inspection: InspectionDeps;
  /** Told of the entities, countries and regions that questions name. */
  readonly watchNames: (asked: AskedNames) => void;
}

type ScanAnswer = { readonly id: string | number | null; readonly error: string } | ReturnType<typeof answerOf>;

/** One answer a line, in their order. */
export async function answerLines(lines: readonly ParsedLine[], deps: AnswerDeps): Promise<readonly ScanAnswer[]> {
  const questions = lines.flatMap((line) => (line.kind === "question" ? [line.question] : []));
  for (const question of questions) deps.watchNames(question);
  const asked = questions.map(({ context, ...question }) => ({
    ...question,
    context: context ?? "",
    tenant: deps.tenant,
  }));
  // Without a deadline: whoever filters texts wants an answer for each, and can end the command.
  const options = { detectors: deps.detectors, signal: new AbortController().signal, priority: "inline" } as const;
  const inspections = (await inspectTexts(asked, options, deps.inspection)).values();
  return lines.map((line) => {
    if (line.kind === "bad") return { id: line.id, error: line.error };
    const inspection = inspections.next().value;
    if (inspection === undefined) throw new Error("every question has an inspection");
    const failed = inspection.detections.filter(({ status, reason }) => status !== "ran" && reason !== "no_context");
    if (failed.length === 0) return answerOf(line.question, inspection, deps);
    return { id: line.question.id, error: `not run: ${failed.map(({ detector }) => detector).join(", ")}` };
  });
}

function answerOf({ id, text }: ScanQuestion, inspection: Inspection, { offsets }: AnswerDeps) {
  const { findings, detections, scores, decision } = inspection;
  const truncated = detections.filter(({ reason }) => reason === "truncated").map(({ detector }) => detector);
  return {
    id,
    findings: printFindings(findings, text, offsets),
    scores,
    // A low score of a part says nothing of the rest: whoever reads the answer has to know.
    ...(truncated.length === 0 ? {} : { truncated }),
    decision,
  };
}
