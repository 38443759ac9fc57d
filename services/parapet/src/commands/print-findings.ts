import type { Finding } from "@parapet/detection";
import { codePointOffsets } from "@parapet/text";

export const offsetUnits = ["utf16", "codepoint"] as const;
export type OffsetUnit = (typeof offsetUnits)[number];

/** A finding as commands print it. */
export type PrintedFinding = Pick<Finding, "category" | "entity" | "score" | "start" | "end">;

/** Findings in a text as they are printed, with their offsets in the unit that was asked for. */
export function printFindings(findings: readonly Finding[], text: string, unit: OffsetUnit): readonly PrintedFinding[] {
  const place = unit === "codepoint" ? codePointOffsets(text) : (offset: number): number => offset;
  return findings.map(({ category, entity, score, start, end }) => ({
    category,
    ...(entity === undefined ? {} : { entity }),
    score,
    start: place(start),
    end: place(end),
  }));
}
