import { describe, expect, test } from "vitest";

import { balanceClasses, fitMaxWindow, highestLogit } from "./fit-max-window.ts";
import type { Item } from "./fit-max-window.ts";

const calm = Float32Array.of(1, 0);
const attack = Float32Array.of(0, 1);

describe("training on the highest window", () => {
  test("learns the window that only positives have, not the calm ones beside it", () => {
    const items: Item[] = [
      { windows: [calm, calm, attack], label: 1, weight: 1 },
      { windows: [attack, calm, calm], label: 1, weight: 1 },
      { windows: [calm, calm, calm], label: 0, weight: 1 },
    ];
    const model = fitMaxWindow(items, 0.01);
    expect(highestLogit(model, [attack])).toBeGreaterThan(1);
    expect(highestLogit(model, [calm])).toBeLessThan(-1);
    expect(highestLogit(model, [calm, attack])).toBe(highestLogit(model, [attack]));
  });

  test("gives both classes the same weight in all", () => {
    const balanced = balanceClasses([
      { label: 1, weight: 3 },
      { label: 0, weight: 1 },
      { label: 0, weight: 9 },
    ]);
    expect(balanced.map(({ weight }) => weight)).toEqual([0.5, 0.05, 0.45]);
  });

  test("gives the positives the share that is asked for", () => {
    const balanced = balanceClasses([{ label: 1, weight: 3 } as const, { label: 0, weight: 1 } as const], 0.2);
    expect(balanced.map(({ weight }) => weight)).toEqual([0.2, 0.8]);
  });
});
