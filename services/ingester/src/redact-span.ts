import type { Finding } from "@parapet/detection";
import { applyOperators, findPii, type OperatorTable } from "@parapet/pii";
import { mapTexts, type LlmSpan, type TextRewrite } from "@parapet/span";
import type { KeyedHash } from "@parapet/runtime";

/** A finding, where in the span it stands, and a keyed hash of what was found. */
export interface LocatedFinding {
  readonly finding: Finding;
  /** Path of the text within the span, such as `input_messages.0.parts.0.content`. */
  readonly location: string;
  readonly fingerprint: string;
}

export interface RedactedSpan {
  readonly span: LlmSpan;
  readonly findings: readonly LocatedFinding[];
}

/** Fields that tell one from another: a value with personal data becomes a hash, so that rows can still be grouped by it. */
const identifyingFields = new Set(["user_id", "session_id", "response_id", "request_id", "call_key", "tool_call_id"]);

/** Identifiers that programs generate. */
const generatedFields = new Set(["response_id", "request_id", "call_key", "tool_call_id"]);

/** Finds personal data in every text of a span and replaces it. Nothing that was found remains in the span. */
export function redactSpan(span: LlmSpan, operators: OperatorTable, hash: KeyedHash): RedactedSpan {
  const found: LocatedFinding[] = [];
  const rewrite: TextRewrite = (text, location) => {
    const findings = findPii(text).filter((finding) => isPersonal(finding, location));
    if (findings.length === 0) return text;
    for (const finding of findings) {
      found.push({ finding, location, fingerprint: hash(text.slice(finding.start, finding.end)) });
    }
    return identifyingFields.has(location) ? hash(text) : applyOperators(text, findings, operators).text;
  };
  return { span: mapNames(mapTexts(span, rewrite), rewrite), findings: found };
}

/** Entities that the random digits of an identifier do not take the form of by chance. */
const entitiesOfIds: ReadonlySet<string | undefined> = new Set(["EMAIL_ADDRESS", "IBAN_CODE"]);

/** An engine's address is nobody's, and the digits of a generated identifier are nobody's number. */
function isPersonal({ entity }: Finding, location: string): boolean {
  if (location === "server_address") return entity !== "IP_ADDRESS";
  return generatedFields.has(location) ? entitiesOfIds.has(entity) : true;
}

/** Columns that name things. `mapTexts` leaves them alone, but senders have put people's data into them too. */
function mapNames(span: LlmSpan, rewrite: TextRewrite): LlmSpan {
  return {
    ...span,
    service_name: rewrite(span.service_name, "service_name"),
    scope_name: rewrite(span.scope_name, "scope_name"),
    provider: rewrite(span.provider, "provider"),
    request_model: rewrite(span.request_model, "request_model"),
    response_model: rewrite(span.response_model, "response_model"),
    server_address: rewrite(span.server_address, "server_address"),
    response_id: rewrite(span.response_id, "response_id"),
    request_id: rewrite(span.request_id, "request_id"),
    call_key: rewrite(span.call_key, "call_key"),
    tool_call_id: rewrite(span.tool_call_id, "tool_call_id"),
  };
}
