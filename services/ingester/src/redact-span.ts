import type { Finding } from "@parapet/detection";
import { applyOperators, operatorFor, type OperatorTable } from "@parapet/pii";
import { mapTexts, type LlmSpan, type TextRewrite } from "@parapet/span";
import type { KeyedHash } from "@parapet/runtime";

/** A finding, where in the span it stands, and a keyed hash of what was found. */
export interface LocatedFinding {
  readonly finding: Finding;
  /** Path of the text within the span, such as `input_messages.0.parts.0.content`. */
  readonly location: string;
  readonly fingerprint: string;
  /** False for what is told of and left where it is. */
  readonly isReplaced: boolean;
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
  /** Whether nothing that the operators write is a value again: hashes, fakes and what is kept may look like one. */
  readonly isRepeatable: boolean;
  /** Whether words are looked for that only the tenant knows: any name may be one. */
  readonly hasOwnWords: boolean;
  readonly hash: KeyedHash;
}

/** What became of the texts of resources, which the spans of one message share. */
export type RedactedTexts = Map<string, RedactedText>;

interface RedactedText {
  readonly text: string;
  readonly findings: readonly LocatedFinding[];
  readonly redactions: number;
}

/** Fields that tell one from another: a value with personal data becomes a hash, so that rows can still be grouped by it. */
const identifyingFields = new Set(["user_id", "session_id", "response_id", "request_id", "call_key", "tool_call_id"]);

/** Identifiers that programs generate. */
const generatedFields: ReadonlySet<string> = new Set(["response_id", "request_id", "call_key", "tool_call_id"]);

/** Texts of resources that are remembered for a message. */
const MAX_SHARED_TEXTS = 10_000;

/** Finds what is sensitive in every text of a span and replaces it. Nothing that was found remains in the span. */
export function redactSpan(span: LlmSpan, redaction: Redaction, shared: RedactedTexts = new Map()): RedactedSpan {
  const found: LocatedFinding[] = [];
  let redactions = 0;
  const redact = (text: string, location: string, isKey = false): string => {
    const redacted = location.startsWith("resource_attributes")
      ? remembered(shared, `${location}\0${String(isKey)}\0${text}`, () =>
          redactText({ text, location, isKey }, redaction),
        )
      : redactText({ text, location, isKey }, redaction);
    for (const finding of redacted.findings) found.push(finding);
    redactions += redacted.redactions;
    return redacted.text;
  };
  const rewrite: TextRewrite = Object.assign(redact, { offersAll: redaction.hasOwnWords });
  return { span: mapNames(mapTexts(span, rewrite), rewrite), findings: found, redactions };
}

function remembered(texts: RedactedTexts, key: string, redact: () => RedactedText): RedactedText {
  const known = texts.get(key);
  if (known !== undefined) return known;
  const redacted = redact();
  if (texts.size < MAX_SHARED_TEXTS) texts.set(key, redacted);
  return redacted;
}

interface PlacedText {
  readonly text: string;
  readonly location: string;
  readonly isKey: boolean;
}

/** How often a text is searched again for what only the replacement of its neighbour lets be seen. */
const MAX_PASSES = 4;

/** Longer paths are cut. */
const MAX_LOCATION = 512;

function redactText({ text, location, isKey }: PlacedText, redaction: Redaction): RedactedText {
  const { operators, hash, isRepeatable } = redaction;
  const findIn = (searched: string): readonly Finding[] =>
    findAt({ text: searched, location, isKey }, redaction).filter((finding) => isSensitive(finding, location, isKey));
  const first = findIn(text);
  if (first.length === 0) return { text, findings: [], redactions: 0 };
  const located = (finding: Finding, searched: string): LocatedFinding => {
    const fingerprint = hash(searched.slice(finding.start, finding.end));
    return {
      finding,
      location: location.slice(0, MAX_LOCATION),
      fingerprint,
      isReplaced: isReplaced(finding, operators),
    };
  };
  const findings = first.map((finding) => located(finding, text));
  let replaced = first.filter((finding) => isReplaced(finding, operators));
  if (replaced.length === 0) return { text, findings, redactions: 0 };
  if (identifyingFields.has(location)) return { text: hash(text), findings, redactions: replaced.length };
  let redactions = 0;
  let redacted = text;
  for (let pass = 1; replaced.length > 0; pass += 1) {
    const before = redacted;
    const applied = applyOperators(before, replaced, operators);
    redacted = applied.text;
    redactions += applied.count;
    // Where it stood in the text as it was sent is not known any more.
    if (pass > 1)
      findings.push(
        ...replaced.map((finding) => ({ ...located(finding, before), finding: { ...finding, start: 0, end: 0 } })),
      );
    replaced =
      isRepeatable && pass < MAX_PASSES ? findIn(redacted).filter((finding) => isReplaced(finding, operators)) : [];
  }
  return { text: redacted, findings, redactions };
}

/** An engine's address is nobody's, and the name of an attribute is no host, though it may end as hosts do. */
export function isSensitive({ entity }: Finding, location: string, isKey = false): boolean {
  if (location === "server_address") return entity !== "IP_ADDRESS";
  return entity !== "URL" || !isKey;
}

/** That something is hidden is told of; what is hidden is a finding of its own where it is sensitive. */
function isReplaced({ category, entity = "" }: Finding, operators: OperatorTable): boolean {
  return category !== "obfuscation" && operatorFor(operators, entity, { kind: "replace" }).kind !== "keep";
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
function findAt({ text, location, isKey }: PlacedText, { find, findInId }: Redaction): readonly Finding[] {
  if (generatedFields.has(location)) return findInId(text);
  const name = location.slice(location.lastIndexOf(".") + 1);
  if (isKey || !namesCredential(name)) return find(text);
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
