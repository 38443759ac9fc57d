import type { ModelMatch, PriceSheet, SheetEntry } from "./price-entry.ts";
import type { PriceSource } from "./price-source.ts";
import { termsOf, type PriceTerms } from "./price-terms.ts";

/** The one name of a provider that senders and price sheets name differently. */
export type CanonicalProvider = (provider: string) => string;

interface CompiledEntry {
  readonly entry: SheetEntry;
  /** `""` for any provider. */
  readonly providerId: string;
  readonly terms: PriceTerms;
}

/**
 * A price sheet as a source. More specific entries come first: exact names before prefixes before parts of names, longer
 * ones before shorter, a provider's before any provider's; then the newest; then those for hours of the day. Where a
 * call's provider is unknown, the name of its model alone decides.
 */
export function createSheetSource(sheet: PriceSheet, canonical: CanonicalProvider): PriceSource {
  const compiled = sheet.entries
    .map((entry) => ({ entry, providerId: canonical(entry.provider), terms: termsOf(entry, sheet) }))
    .toSorted(bySpecificity);
  const exact = Map.groupBy(compiled.filter(isExact), ({ entry }) => entry.model.text.toLowerCase());
  const patterns = compiled.filter((one) => !isExact(one));
  const providers = new Set(compiled.map(({ providerId }) => providerId));
  return {
    find: (provider, model) => {
      const name = model.trim().toLowerCase();
      const providerId = canonical(provider);
      const isForProvider = (one: CompiledEntry): boolean =>
        one.providerId === "" || providerId === "" || one.providerId === providerId;
      const matching = patterns.filter(({ entry }) => matches(entry.model, name));
      return [...(exact.get(name) ?? []), ...matching].filter(isForProvider).map(({ terms }) => terms);
    },
    knowsProvider: (provider) => providers.has(canonical(provider)),
  };
}

function isExact({ entry }: CompiledEntry): boolean {
  return entry.model.kind === "exact";
}

function matches({ kind, text }: ModelMatch, name: string): boolean {
  const wanted = text.toLowerCase();
  return kind === "prefix" ? name.startsWith(wanted) : name.includes(wanted);
}

const kinds: readonly ModelMatch["kind"][] = ["exact", "prefix", "contains"];

function bySpecificity({ entry: a }: CompiledEntry, { entry: b }: CompiledEntry): number {
  return (
    kinds.indexOf(a.model.kind) - kinds.indexOf(b.model.kind) ||
    b.model.text.length - a.model.text.length ||
    Number(a.provider === "") - Number(b.provider === "") ||
    newestFirst(a.effectiveFromMs, b.effectiveFromMs) ||
    Number(a.hours === undefined) - Number(b.hours === undefined)
  );
}

/** Two entries without a date compare equal, though their difference is no number. */
function newestFirst(a: number, b: number): number {
  return a === b ? 0 : b - a;
}
