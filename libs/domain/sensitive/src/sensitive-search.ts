import { severityOf, type Finding } from "@parapet/detection";
import { defaultMinScore, defaultRegions, scoreInContext, withoutOverlaps } from "@parapet/pii";
import { searchViews, type View } from "@parapet/text";

import { createAnchorTable } from "./anchor-table.ts";
import { obfuscationFindings } from "./obfuscation-findings.ts";
import { searchPartsOf } from "./search-parts.ts";
import { defaultSensitivePolicy, type TenantPolicy } from "./sensitive-policy.ts";
import { WindowSearch, type Match } from "./window-search.ts";

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const detectorNames = { pii: "pii", secret: "secrets" } as const;

/** Finds personal data and secrets, and text that is hidden. One search is for one caller: it keeps its columns. */
export class SensitiveSearch {
  readonly #windows: WindowSearch;
  readonly #minScore: number;
  readonly #allow: ReadonlySet<string>;

  constructor(policy: TenantPolicy = defaultSensitivePolicy) {
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
    const { views, obfuscations } = searchViews(text);
    const found = views.flatMap((view) => this.#findIn(view, text));
    return [...withoutOverlaps(found, text.length), ...obfuscationFindings(obfuscations)];
  }

  /** Whether the UTF-8 text in `[at, end)`, or a JSON document of it, may hold anything that `find` finds. False is certain. */
  mayHold(bytes: Uint8Array, at: number, end: number): boolean {
    const read = withoutEscapes(utf8.decode(bytes.subarray(at, end)));
    return read === null || this.find(read).length > 0;
  }

  #findIn(view: View, original: string): readonly Finding[] {
    return this.#windows.search(view.text).flatMap((match) => {
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

const hidingEscape = /\\(?:u|\\)/;
const shortEscape = /\\[bfnrt/]/g;

/** A JSON document in which the escapes of its strings are blanks of the same length; null where one may hide a character. */
function withoutEscapes(text: string): string | null {
  if (!text.includes("\\")) return text;
  return hidingEscape.test(text) ? null : text.replaceAll('\\"', ' "').replaceAll(shortEscape, "  ");
}
