import type { Finding } from "@parapet/detection";
import { isReplaced } from "@parapet/guard";
import { createRedactions } from "@parapet/ingester";
import { applyOperators, type OperatorTable } from "@parapet/pii";
import { hashKeySetting, loadConfig, type Environment } from "@parapet/runtime";
import { policyOf, type OperatorSetting, type SensitivePolicy } from "@parapet/sensitive";
import { z } from "zod";

/** How texts are redacted for one tenant. */
export interface TextRedaction {
  readonly find: (text: string) => readonly Finding[];
  readonly operators: OperatorTable;
  /** Whether nothing that operators write is a value again, so that a text can be redacted until nothing is left. */
  readonly isRepeatable: boolean;
}

export interface TextRedactionOptions {
  readonly policy: SensitivePolicy;
  readonly tenant: string;
  /** Operator of the entities that the policy names none for; without it that of the policy, else `replace`. */
  readonly operator?: OperatorSetting["kind"] | undefined;
}

const keyed: ReadonlySet<OperatorSetting["kind"]> = new Set(["hash", "surrogate"]);

/**
 * The redaction that the ingester does for a tenant: under the same key, a value has the same hash and the same fake.
 *
 * @throws ConfigError when an operator needs PARAPET_HASH_KEY and it is not set.
 */
export function createTextRedaction(
  { policy, tenant, operator }: TextRedactionOptions,
  env: Environment,
): TextRedaction {
  const own = policyOf(policy, tenant);
  const operators = { ...own.operators, ...(operator === undefined ? {} : { DEFAULT: settingOf(operator) }) };
  const isKeyed = Object.values(operators).some(({ kind }) => keyed.has(kind));
  const hashKey = isKeyed ? loadConfig(z.object({ PARAPET_HASH_KEY: hashKeySetting }), env).PARAPET_HASH_KEY : "";
  const redactionOf = createRedactions({ policy: { ...policy, ...own, operators, tenants: {} }, hashKey });
  return { ...redactionOf(tenant), isRepeatable: !isKeyed };
}

function settingOf(kind: OperatorSetting["kind"]): OperatorSetting {
  return kind === "mask" ? { kind, character: "*" } : { kind };
}

/** A part of a text, and what stands on both sides of it: it is searched with its part and not redacted. */
export interface PlacedText {
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

export function findAround({ before, text, after }: PlacedText, { find }: TextRedaction): readonly Finding[] {
  return within(find(before + text + after), before.length, text.length);
}

/** The findings of a stretch of a text, seen from its beginning; of those that reach beyond it, what is inside. */
export function within(findings: readonly Finding[], from: number, length: number): readonly Finding[] {
  return findings
    .filter(({ start, end }) => end > from && start < from + length)
    .map((finding) => ({
      ...finding,
      start: Math.max(0, finding.start - from),
      end: Math.min(length, finding.end - from),
    }));
}

export function replaceFound(text: string, findings: readonly Finding[], { operators }: TextRedaction): string {
  return applyOperators(text, findings.filter(isReplaced), operators).text;
}

/** Units that are searched for one text at most, in all passes: so many times its own, or of a small text so many. */
const MAX_PASSES = 32;
const SMALL_UNITS = 16 * 1024 * 1024;

/**
 * Redacts what is already redacted until nothing more is found: a placeholder may be the word before a number that makes
 * it likelier, as `<US_SSN>` is, or bring such a word nearer.
 */
export function settle({ before, text, after }: PlacedText, redaction: TextRedaction): string {
  if (!redaction.isRepeatable) return text;
  const passes = Math.max(MAX_PASSES, SMALL_UNITS / (before.length + text.length + after.length + 1));
  let settled = text;
  for (let pass = 0; pass < passes; pass += 1) {
    const redacted = replaceFound(settled, findAround({ before, text: settled, after }, redaction), redaction);
    if (redacted === settled) break;
    settled = redacted;
  }
  return settled;
}
