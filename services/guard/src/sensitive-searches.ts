import type { Finding } from "@parapet/detection";
import { defaultMinScore, defaultRegions } from "@parapet/pii";
import {
  countryNamed,
  defaultSensitivePolicy,
  policyOf,
  regionNamed,
  SensitiveSearch,
  sensitiveDetectors,
  shippedEntities,
  type SensitiveDetector,
  type SensitivePolicy,
  type TenantPolicy,
} from "@parapet/sensitive";

/** What one question wants otherwise than the policy says. */
export interface SensitiveQuestion {
  /** Whose policy holds; that of everybody without it. */
  readonly tenant?: string | undefined;
  /** Detectors to run, of those that the policy has; all of them without it. */
  readonly detectors?: readonly SensitiveDetector[] | undefined;
  /**
   * Entities to look for; the policy's when absent. What is named is reported however unlikely it is: the score says how
   * much to believe.
   */
  readonly entities?: readonly string[] | undefined;
  /** ISO 3166 regions whose phone formats are read. */
  readonly regions?: readonly string[] | undefined;
  /** Countries whose identifiers are looked for, by their ISO 3166 codes in upper or lower case. */
  readonly countries?: readonly string[] | undefined;
  /** BCP 47. Where no regions are named, the phone formats of its region are read too. */
  readonly language?: string | undefined;
}

/** Searches that are kept: building one takes some milliseconds, and a caller mostly asks in one way. */
const MAX_SEARCHES = 32;

/** Searches for what is sensitive as questions ask for it. Which search answers depends on the policy and on known names alone. */
export class SensitiveSearches {
  readonly #policy: SensitivePolicy;
  /** By what they look for, the one that was used last at the end. */
  readonly #searches = new Map<string, SensitiveSearch>();

  constructor(policy: SensitivePolicy = defaultSensitivePolicy) {
    this.#policy = policy;
    // The first question has a deadline as the others have.
    this.#searchOf({});
  }

  /** What is sensitive in a text, and where it is hidden; of entities that are named, those alone. */
  find(text: string, question: SensitiveQuestion = {}): readonly Finding[] {
    const { entities } = question;
    const findings = this.#searchOf(question).find(text);
    return entities === undefined ? findings : findings.filter(({ entity = "" }) => entities.includes(entity));
  }

  /** The score from which a finding is acted upon, also where unlikelier ones were asked for. */
  minScore(tenant = ""): number {
    return policyOf(this.#policy, tenant).minScore ?? defaultMinScore;
  }

  #searchOf(question: SensitiveQuestion): SensitiveSearch {
    const { tenant = "" } = question;
    const asked = askedOf(question);
    // Tenants whom the policy does not name share a search.
    const key = JSON.stringify([Object.hasOwn(this.#policy.tenants, tenant) ? tenant : null, asked]);
    const search = this.#searches.get(key) ?? new SensitiveSearch(searchedFor(policyOf(this.#policy, tenant), asked));
    this.#searches.delete(key);
    this.#searches.set(key, search);
    const [oldest] = this.#searches.keys();
    if (this.#searches.size > MAX_SEARCHES && oldest !== undefined) this.#searches.delete(oldest);
    return search;
  }
}

/** A question without its text: names that exist, each once and in one order, so that it is bounded. */
interface Asked extends Pick<TenantPolicy, "entities" | "regions" | "countries"> {
  readonly detectors: readonly SensitiveDetector[];
  readonly region?: string;
}

function askedOf({ detectors = sensitiveDetectors, entities, regions, countries, language }: SensitiveQuestion): Asked {
  const region = regions === undefined && language !== undefined ? regionOf(language) : undefined;
  return {
    detectors: amongst(sensitiveDetectors, detectors),
    ...(entities === undefined ? {} : { entities: amongst(shippedEntities, entities) }),
    ...(regions === undefined ? {} : { regions: known(regions, regionNamed) }),
    ...(countries === undefined ? {} : { countries: known(countries, countryNamed) }),
    ...(region === undefined ? {} : { region }),
  };
}

function known(asked: readonly string[], nameOf: (written: string) => string | null): string[] {
  return [...new Set(asked.flatMap((written) => nameOf(written) ?? []))].sort();
}

function amongst<Name extends string>(known: readonly Name[], asked: readonly string[]): Name[] {
  const names = new Set(asked);
  return [...new Set(known)].filter((name) => names.has(name));
}

function searchedFor(policy: TenantPolicy, { detectors, entities, region, ...asked }: Asked): TenantPolicy {
  const regions = region === undefined ? {} : { regions: [...(policy.regions ?? defaultRegions), region] };
  const named = entities === undefined ? {} : { entities, minScore: 0 };
  const running = (policy.detectors ?? sensitiveDetectors).filter((detector) => detectors.includes(detector));
  return { ...policy, ...regions, ...asked, ...named, detectors: running };
}

/** The region of a language tag, or that where most of its speakers are. */
function regionOf(language: string): string | undefined {
  try {
    return new Intl.Locale(language).maximize().region;
  } catch {
    return undefined; // It is no language tag, which says nothing about the text.
  }
}
