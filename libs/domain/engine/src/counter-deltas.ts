import type { CounterReading, EngineCounter, EngineState } from "./engine-state.ts";

/** Increases between two scrapes; null where either of them does not know the counter. */
export type CounterDeltas = Readonly<Record<`${EngineCounter}_delta`, number | null>>;

/** How much each counter of one engine grew since `previous`, the last scrape of the same engine; null at the first. */
export function counterDeltas(previous: EngineState | null, current: EngineState): CounterDeltas {
  const delta = (counter: EngineCounter): number | null =>
    increase(previous?.counters[counter] ?? null, current.counters[counter]);
  return {
    preemptions_delta: delta("preemptions"),
    prompt_tokens_delta: delta("prompt_tokens"),
    generation_tokens_delta: delta("generation_tokens"),
    prefix_queries_delta: delta("prefix_queries"),
    prefix_hits_delta: delta("prefix_hits"),
  };
}

/** A counter that fell, or whose epoch is another, began again at zero: all of it is new. */
function increase(previous: CounterReading | null, current: CounterReading | null): number | null {
  if (previous === null || current === null) return null;
  return isReset(previous, current) ? current.value : current.value - previous.value;
}

function isReset(previous: CounterReading, current: CounterReading): boolean {
  if (current.value < previous.value) return true;
  const isEpochKnown = previous.epochSeconds !== null && current.epochSeconds !== null;
  return isEpochKnown && previous.epochSeconds !== current.epochSeconds;
}
