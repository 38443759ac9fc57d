import { createHmac } from "node:crypto";

import { createSurrogates, createValueHash, type Operator, type OperatorTable } from "@parapet/pii";
import { createKeyedHash } from "@parapet/runtime";
import {
  identifierPolicy,
  policyOf,
  SensitiveSearch,
  type OperatorSetting,
  type SensitivePolicy,
} from "@parapet/sensitive";

import { rememberClean } from "./remember-clean.ts";
import type { Redaction } from "./redact-span.ts";

/** How the texts of one tenant are redacted, and how bytes are seen to need none of it. */
export interface TenantRedaction extends Redaction {
  /** Whether the UTF-8 text in `[at, end)` may hold anything that `find` finds. False is certain. */
  readonly mayHold: (bytes: Uint8Array, at: number, end: number) => boolean;
  /** The same of the strings of a JSON document. */
  readonly mayHoldInJson: (bytes: Uint8Array, at: number, end: number) => boolean;
  /** The same of `findInId`. */
  readonly mayHoldInId: (bytes: Uint8Array, at: number, end: number) => boolean;
}

export type Redactions = (tenant: string) => TenantRedaction;

export interface RedactionsOptions {
  readonly policy: SensitivePolicy;
  /** Secret from which the keys of all tenants are made. */
  readonly hashKey: string;
}

/** Redactions by tenant: those whom the policy names have their own, all others share one search. */
export function createRedactions({ policy, hashKey }: RedactionsOptions): Redactions {
  /** By tenant; null for all that the policy does not name. */
  const searches = new Map<string | null, Searches>();
  const redactions = new Map<string, TenantRedaction>();
  const hash = createKeyedHash(hashKey);
  const searchesOf = (tenant: string): Searches => {
    const name = Object.hasOwn(policy.tenants, tenant) ? tenant : null;
    const search = searches.get(name) ?? createSearches(policy, tenant);
    searches.set(name, search);
    return search;
  };
  return (tenant) => {
    const known = redactions.get(tenant);
    if (known !== undefined) return known;
    const own = policyOf(policy, tenant);
    const settings = own.operators ?? {};
    const operators = operatorsOf(settings, tenantKey(hashKey, tenant));
    const { deny, recognizers } = own;
    const redaction = {
      ...searchesOf(tenant),
      operators,
      isRepeatable: Object.values(settings).every(isFinal),
      hasOwnWords: deny !== undefined || recognizers !== undefined,
      hash,
    };
    if (redactions.size < MAX_TENANTS) redactions.set(tenant, redaction);
    return redaction;
  };
}

/** Tenants whose redaction is kept; those beyond are looked up anew each time. */
const MAX_TENANTS = 10_000;

type Searches = Pick<TenantRedaction, "find" | "findInId" | "mayHold" | "mayHoldInJson" | "mayHoldInId">;

function createSearches(policy: SensitivePolicy, tenant: string): Searches {
  const own = policyOf(policy, tenant);
  const search = new SensitiveSearch(own);
  // Nobody decodes an identifier.
  const idSearch = new SensitiveSearch(identifierPolicy(own), { maxDepth: 0 });
  return {
    find: rememberClean((text) => search.find(text)),
    findInId: (text) => idSearch.find(text),
    mayHold: (bytes, at, end) => search.mayHold(bytes, at, end),
    mayHoldInJson: (bytes, at, end) => search.mayHoldInJson(bytes, at, end),
    mayHoldInId: (bytes, at, end) => idSearch.mayHold(bytes, at, end),
  };
}

/** Whether nothing that an operator writes is a value again. */
function isFinal(setting: OperatorSetting): boolean {
  return setting.kind === "redact" || (setting.kind === "replace" && setting.value === undefined);
}

/** What two tenants have in common must not show in what stands in place of it. */
function tenantKey(hashKey: string, tenant: string): Uint8Array {
  return createHmac("sha256", hashKey).update("redaction of ").update(tenant).digest();
}

function operatorsOf(settings: Readonly<Record<string, OperatorSetting>>, key: Uint8Array): OperatorTable {
  return Object.fromEntries(Object.entries(settings).map(([entity, setting]) => [entity, operatorOf(setting, key)]));
}

function operatorOf(setting: OperatorSetting, key: Uint8Array): Operator {
  switch (setting.kind) {
    case "hash":
      return { kind: "hash", hash: createValueHash({ key }) };
    case "surrogate":
      return { kind: "surrogate", surrogate: createSurrogates(key) };
    case "replace":
      return setting.value === undefined ? { kind: "replace" } : { kind: "replace", value: setting.value };
    case "mask": {
      const { count, fromEnd } = setting;
      const extent = { ...(count === undefined ? {} : { count }), ...(fromEnd === undefined ? {} : { fromEnd }) };
      return { kind: "mask", character: setting.character, ...extent };
    }
    case "redact":
    case "keep":
      return { kind: setting.kind };
    default:
      return setting satisfies never;
  }
}
