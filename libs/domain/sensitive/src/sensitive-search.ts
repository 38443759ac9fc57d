import { severityOf, type Finding } from "@parapet/detection";
import { defaultMinScore, defaultRegions, scoreInContext } from "@parapet/pii";
import { searchViews, type DecodeOptions, type View } from "@parapet/text";

import { createAnchorTable } from "./anchor-table.ts";
import { obfuscationFindings } from "./obfuscation-findings.ts";
import { resolveFindings } from "./resolve-findings.ts";
import { searchPartsOf } from "./search-parts.ts";
import { defaultSensitivePolicy, type TenantPolicy } from "./sensitive-policy.ts";
import { WindowSearch, type Match } from "./window-search.ts";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const nothing: readonly Finding[] = [];
const detectorNames = { pii: "pii", secret: "secrets" } as const;

interface Searched {
  readonly findings: readonly Finding[];
  /** Whether more was encoded than is decoded of one text. */
  readonly isTruncated: boolean;
}

/** Finds personal data and secrets, and text that is hidden. One search is for one caller: it keeps its columns. */
export class SensitiveSearch {
  readonly #windows: WindowSearch;
  readonly #decoding: DecodeOptions;
  readonly #minScore: number;
  readonly #allow: ReadonlySet<string>;

  constructor(policy: TenantPolicy = defaultSensitivePolicy, decoding: DecodeOptions = {}) {
    this.#decoding = decoding;
    const { regions = defaultRegions, minScore = defaultMinScore, allow = [] } = policy;
    this.#windows = new WindowSearch(createAnchorTable(searchPartsOf(policy)), { regions });
    this.#minScore = minScore;
    this.#allow = new Set(allow);
  }

  /**
   * What is sensitive in a text, in order and disjoint, and where it is hidden; offsets are UTF-16 units of the text as it
   * was given. The text is searched as it stands, as a person reads it, and as what it decodes to. Time is linear.
   */
  find(text: string): readonly Finding[] {
    return this.#search(text).findings;
  }

  /** Whether `find` finds anything in the UTF-8 text in `[at, end)`. */
  mayHold(bytes: Uint8Array, at: number, end: number): boolean {
    return this.find(utf8.decode(bytes.subarray(at, end))).length > 0;
  }

  #search(text: string): Searched {
    const { views, obfuscations, isTruncated } = searchViews(text, this.#decoding);
    const [only] = views;
    if (only !== undefined && views.length === 1 && obfuscations.length === 0)
      return { findings: resolveFindings(this.#findIn(only, text), text), isTruncated };
    const found = views.flatMap((view) => this.#findIn(view, text));
    return { findings: [...resolveFindings(found, text), ...obfuscationFindings(obfuscations)], isTruncated };
  }

  /** Whether `find` may find anything in a string of the JSON document in `[at, end)`. False is certain. */
  mayHoldInJson(bytes: Uint8Array, at: number, end: number): boolean {
    const text = utf8.decode(bytes.subarray(at, end));
    if (hidingEscape.test(text) || hidingQuote.test(text)) return true;
    const { findings, isTruncated } = this.#search(text.includes("\\") ? unescaped(text) : text);
    // A string alone may be decoded where the budget of the whole document has ended.
    return isTruncated || findings.length > 0;
  }

  #findIn(view: View, original: string): readonly Finding[] {
    const matches = this.#windows.search(view.text);
    if (matches.length === 0) return nothing;
    return matches.flatMap((match) => {
      const score = scoreOf(view.text, match);
      if (score < this.#minScore || this.#isAllowed(view.text, match)) return [];
      const { start, end } = view.toOriginal(match.start, match.end);
      if (this.#allow.size > 0 && this.#allow.has(original.slice(start, end))) return [];
      const { category, entity } = match.of;
      return [
        {
          category,
          detector: detectorNames[category],
          entity,
          score,
          severity: severityOf(category, score),
          start,
          end,
        },
      ];
    });
  }

  #isAllowed(text: string, { start, end }: Match): boolean {
    return this.#allow.size > 0 && this.#allow.has(text.slice(start, end));
  }
}

function scoreOf(text: string, { start, end, score, of: { scoredBy } }: Match): number {
  return scoredBy === null ? score : scoreInContext(text, { start, end, score }, scoredBy);
}

/** Quotes that take the first or the last of letters which are set apart for their own. */
const hidingQuote = /"(?:(?=\S \S \S )|(?<= \S \S \S"))/;
/** Escapes of JSON that may hide any character, or that a backslash stands behind. */
const hidingEscape = /\\(?:u|\\)/;
const shortEscape = /\\["/bfnrt]/g;
const characters: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** A JSON document in which its strings stand as they read. */
function unescaped(text: string): string {
  return text.replaceAll(shortEscape, ([, name = ""]) => characters[name] ?? name);
}
