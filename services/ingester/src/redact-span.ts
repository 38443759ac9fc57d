import type { Finding } from "@parapet/detection";
import { applyOperators, findPii, type OperatorTable } from "@parapet/pii";
import { mapTexts, type LlmSpan } from "@parapet/span";
import type { KeyedHash } from "@parapet/runtime";

/** A finding, where in the span it stands, and a keyed hash of what was found. */
export interface LocatedFinding {
  readonly finding: Finding;
  /** Path of the text within the span, such as `input_messages[0].parts[0].content`. */
  readonly location: string;
  readonly fingerprint: string;
}

export interface RedactedSpan {
  readonly span: LlmSpan;
  readonly findings: readonly LocatedFinding[];
}

/** Fields that name somebody: a value with personal data becomes a hash, so that rows can still be grouped by it. */
const identityLocations = new Set(["user_id", "session_id"]);

/** Finds personal data in every text of a span and replaces it. Nothing that was found remains in the span. */
export function redactSpan(span: LlmSpan, operators: OperatorTable, hash: KeyedHash): RedactedSpan {
  const found: LocatedFinding[] = [];
  const redacted = mapTexts(span, (text, location) => {
    const findings = findPii(text);
    if (findings.length === 0) return text;
    for (const finding of findings) {
      found.push({ finding, location, fingerprint: hash(text.slice(finding.start, finding.end)) });
    }
    return identityLocations.has(location) ? hash(text) : applyOperators(text, findings, operators).text;
  });
  return { span: redacted, findings: found };
}
