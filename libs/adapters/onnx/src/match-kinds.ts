import type { MatchKind } from "@parapet/faithfulness";

import type { TextRange } from "./text-range.ts";

/**
 * How the stretch that each token comes from stands to the other side. Tokens of one stretch stand side by side, and it is
 * compared once for all of them: it can have thousands of units.
 */
export function matchKindsOf(
  text: string,
  ranges: readonly TextRange[],
  kindOf: (stretch: string) => MatchKind,
): readonly MatchKind[] {
  let last: { readonly range: TextRange; readonly kind: MatchKind } | undefined;
  return ranges.map((range) => {
    if (last?.range.start !== range.start || last.range.end !== range.end) {
      last = { range, kind: kindOf(text.slice(range.start, range.end)) };
    }
    return last.kind;
  });
}
