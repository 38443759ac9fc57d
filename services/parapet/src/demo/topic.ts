import { pick, type Random } from "@parapet/random";

/** What a user asks and what a model answers. */
export interface Exchange {
  readonly question: string;
  readonly answer: string;
}

/** What the users of one application talk about: sentences with `{slots}`, and the words that fill them. */
export interface Topic {
  readonly exchanges: readonly Exchange[];
  readonly slots: Readonly<Record<string, readonly string[]>>;
}

/** One of the topic's exchanges. A slot has the same word in question and answer. */
export function createExchange({ exchanges, slots }: Topic, random: Random): Exchange {
  const words = new Map(Object.entries(slots).map(([slot, choices]) => [slot, pick(random, choices)]));
  const fill = (sentence: string): string =>
    sentence.replace(/\{(\w+)\}/g, (placeholder, slot: string) => words.get(slot) ?? placeholder);
  const { question, answer } = pick(random, exchanges);
  return { question: fill(question), answer: fill(answer) };
}
