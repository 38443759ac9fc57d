import { z } from "zod";

import { lineId } from "../../input/line-id.ts";
import { parseQuestion } from "../../input/parse-question.ts";
import type { InputLine } from "../../input/split-lines.ts";
import { printFindings, type OffsetUnit, type PrintedFinding } from "../print-findings.ts";
import { replaceFound, settle, type TextRedaction } from "./text-redaction.ts";

const redactQuestion = z.object({ id: lineId, text: z.string("must be a string") }, "must be a JSON object");

export type RedactAnswer =
  | {
      readonly id: string | number;
      readonly text: string;
      /** Their offsets are into the text as it was. */
      readonly findings: readonly PrintedFinding[];
    }
  | { readonly id: string | number | null; readonly error: string };

/** Answers one line of `parapet redact --json`. */
export function redactLine(line: InputLine, redaction: TextRedaction, offsets: OffsetUnit): RedactAnswer {
  const parsed = parseQuestion(line, redactQuestion);
  if (parsed.kind === "bad") return { id: parsed.id, error: parsed.error };
  const { id, text } = parsed.question;
  const findings = redaction.find(text);
  const replaced = replaceFound(text, findings, redaction);
  return {
    id,
    text: settle({ before: "", text: replaced, after: "" }, redaction),
    findings: printFindings(findings, text, offsets),
  };
}
