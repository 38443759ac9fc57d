import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { counterDeltas } from "./counter-deltas.ts";
import type { CounterReading, EngineState } from "./engine-state.ts";

function stateWith(promptTokens: CounterReading | null): EngineState {
  return {
    engine: "vllm",
    engine_id: "0",
    model: "m",
    kv_usage_ratio: null,
    kv_capacity_tokens: null,
    running: null,
    waiting: null,
    counters: {
      preemptions: null,
      prompt_tokens: promptTokens,
      generation_tokens: null,
      prefix_queries: null,
      prefix_hits: null,
    },
  };
}

function reading(value: number, epochSeconds: number | null = null): CounterReading {
  return { value, epochSeconds };
}

describe("counterDeltas", () => {
  it.each([
    ["grew", reading(10), reading(25), 15],
    ["stood still", reading(10), reading(10), 0],
    ["fell: it began again at zero", reading(10), reading(4), 4],
    ["grew beyond its old value after a restart", reading(10, 100), reading(50, 200), 50],
    ["grew within one epoch", reading(10, 100), reading(50, 100), 40],
    ["has an epoch only now", reading(10), reading(50, 100), 40],
    ["was unknown before", null, reading(50), null],
    ["is unknown now", reading(50), null, null],
  ])("of a counter that %s", (_label, previous, current, delta) => {
    expect(counterDeltas(stateWith(previous), stateWith(current)).prompt_tokens_delta).toBe(delta);
  });

  it("are null at the first scrape", () => {
    expect(counterDeltas(null, stateWith(reading(50))).prompt_tokens_delta).toBeNull();
  });

  it("add up to what was counted, however often the engine restarts", () => {
    const runs = fc.array(fc.array(fc.nat(1_000), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(runs, (runs) => {
        // Every run of the engine counts from zero, and is scraped after each step.
        const states = runs.flatMap((steps, epoch) => {
          let value = 0;
          return steps.map((step) => stateWith(reading((value += step), epoch)));
        });
        const [first, ...rest] = states;
        let [previous, sum] = [first, first?.counters.prompt_tokens?.value ?? 0];
        for (const state of rest) {
          sum += counterDeltas(previous ?? null, state).prompt_tokens_delta ?? 0;
          previous = state;
        }
        expect(sum).toBe(runs.flat().reduce((total, step) => total + step, 0));
      }),
    );
  });
});
