import type { Finding } from "@parapet/detection";
import { applyOperators, type OperatorTable } from "@parapet/pii";
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
  /** How many of the findings were replaced. */
  readonly redactions: number;
}

/** How the texts of one tenant are redacted. */
export interface Redaction {
  /** What is sensitive in a text. */
  readonly find: (text: string) => readonly Finding[];
  /** The same in an identifier that a program made: its digits are nobody's number. */
  readonly findInId: (text: string) => readonly Finding[];
  readonly operators: OperatorTable;
  /** Whether nothing that the operators write is a value again: hashes and fakes may look like one. */
  readonly isRepeatable: boolean;
  readonly hash: KeyedHash;
}

/** How often a text is searched again for what only the replacement of its neighbour lets be seen. */
const MAX_PASSES = 4;

/** Fields that tell one from another: a value with personal data becomes a hash, so that rows can still be grouped by it. */
const identifyingFields = new Set(["user_id", "session_id", "response_id", "request_id", "call_key", "tool_call_id"]);

/** Identifiers that programs generate. */
const generatedFields: ReadonlySet<string> = new Set(["response_id", "request_id", "call_key", "tool_call_id"]);

/** Finds what is sensitive in every text of a span and replaces it. Nothing that was found remains in the span. */
export function redactSpan(span: LlmSpan, redaction: Redaction): RedactedSpan {
  const { operators, hash, isRepeatable } = redaction;
  const found: LocatedFinding[] = [];
  let redactions = 0;
  const pass: TextRewrite = (text, location) => {
    const findings = findIn(text, location, redaction).filter((finding) => isSensitive(finding, location));
    for (const finding of findings) {
      found.push({ finding, location, fingerprint: hash(text.slice(finding.start, finding.end)) });
    }
    const replaced = findings.filter(isReplaced);
    if (replaced.length === 0) return text;
    redactions += replaced.length;
    return identifyingFields.has(location) ? hash(text) : applyOperators(text, replaced, operators).text;
  };
  const rewrite: TextRewrite = (text, location) => {
    let redacted = pass(text, location);
    let isSettled = redacted === text || !isRepeatable || identifyingFields.has(location);
    for (let passes = 1; !isSettled && passes < MAX_PASSES; passes += 1) {
      const before = redacted;
      redacted = pass(before, location);
      isSettled = redacted === before;
    }
    return redacted;
  };
  return { span: mapNames(mapTexts(span, rewrite), rewrite), findings: found, redactions };
}

/** An engine's address is nobody's, and the name of an attribute is no host, though it may end as hosts do. */
export function isSensitive({ entity }: Finding, location: string): boolean {
  if (location === "server_address") return entity !== "IP_ADDRESS";
  return entity !== "URL" || !location.endsWith("{key}");
}

/** That something is hidden is told of; what is hidden is a finding of its own where it is sensitive. */
export function isReplaced({ category }: Pick<Finding, "category">): boolean {
  return category !== "obfuscation";
}

/** Names of values that are credentials, whatever these look like. */
const credentialName =
  /(?:password|passwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|authorization|credentials?)$/i;
const notInKey = /[^\w-]+/g;

/** Whether a value is to be read behind its name, which says what it is: `{"password": "…"}`. */
export function namesCredential(name: string): boolean {
  return credentialName.test(name);
}

/** The findings in a text. Of a list, as which headers are told, the bracket would stand between name and value. */
function findIn(text: string, location: string, { find, findInId }: Redaction): readonly Finding[] {
  if (generatedFields.has(location)) return findInId(text);
  const name = location.slice(location.lastIndexOf(".") + 1);
  if (!namesCredential(name)) return find(text);
  const isList = text.startsWith('["');
  const before = `${name.replaceAll(notInKey, "_")}: ${isList ? "" : '"'}`;
  const value = isList ? ` ${text.slice(1)}` : `${text}"`;
  return find(before + value).flatMap((finding) => {
    const start = Math.max(0, finding.start - before.length);
    const end = Math.min(text.length, finding.end - before.length);
    return start < end ? [{ ...finding, start, end }] : [];
  });
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
