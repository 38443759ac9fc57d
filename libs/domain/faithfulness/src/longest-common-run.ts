/** A state of the automaton: the runs that end at the same places, of which the longest has `length` words. */
interface State {
  readonly length: number;
  readonly next: Map<string, State>;
  /** The state of the longest shorter run that ends at more places; none for the empty run. */
  shorter: State | undefined;
}

/**
 * How many words the longest run has that stands in both sequences, in time linear in their lengths: the second is read by
 * the suffix automaton of the first (Blumer et al., "The smallest automaton recognizing the subwords of a text", 1985).
 */
export function longestCommonRun(first: readonly string[], second: readonly string[]): number {
  const root: State = { length: 0, next: new Map(), shorter: undefined };
  let last = root;
  for (const word of first) last = extended(last, word, root);
  let [state, length, longest] = [root, 0, 0];
  for (const word of second) {
    while (!state.next.has(word) && state.shorter !== undefined) {
      state = state.shorter;
      length = state.length;
    }
    const next = state.next.get(word);
    if (next === undefined) continue;
    state = next;
    length += 1;
    longest = Math.max(longest, length);
  }
  return longest;
}

/** Adds a word behind the last one, and gives the state of all that was added. */
function extended(last: State, word: string, root: State): State {
  const added: State = { length: last.length + 1, next: new Map(), shorter: root };
  let at: State | undefined = last;
  for (; at !== undefined && !at.next.has(word); at = at.shorter) at.next.set(word, added);
  const known = at?.next.get(word);
  if (at !== undefined && known !== undefined) added.shorter = ofLength(at.length + 1, known, { from: at, word });
  return added;
}

/** The state itself if its longest run has that length, else one split from it that those who lead to it lead to from now on. */
function ofLength(
  length: number,
  state: State,
  { from, word }: { readonly from: State; readonly word: string },
): State {
  if (state.length === length) return state;
  const split: State = { length, next: new Map(state.next), shorter: state.shorter };
  let at: State | undefined = from;
  for (; at?.next.get(word) === state; at = at.shorter) at.next.set(word, split);
  state.shorter = split;
  return split;
}
