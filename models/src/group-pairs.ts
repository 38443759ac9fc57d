import type { SourcedPair } from "./pair-sources.ts";
import { groupOf } from "./split.ts";

/** What has fewer words is no claim: anything can be answered so. */
const MIN_WORDS = 4;

/**
 * Tells the group of a context. Contexts that one sentence is judged against are one group, so that no claim stands on
 * both sides of the split.
 */
export function groupPairs(pairs: readonly Pick<SourcedPair, "context" | "sentence">[]): (context: string) => string {
  const leaders = new Map<string, string>();
  const leaderOf = (group: string): string => {
    const above = leaders.get(group);
    return above === undefined ? group : leaderOf(above);
  };
  const firstAbout = new Map<string, string>();
  for (const { context, sentence } of pairs) {
    const [own, said] = [leaderOf(groupOf(context)), groupOf(sentence)];
    if (said.split(" ").length < MIN_WORDS) continue;
    const first = leaderOf(firstAbout.get(said) ?? own);
    firstAbout.set(said, first);
    if (own !== first) leaders.set(own, first);
  }
  return (context) => leaderOf(groupOf(context));
}
