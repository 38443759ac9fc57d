import { join } from "node:path";

import { silentLogger } from "@parapet/runtime";
import { expect, test } from "vitest";

import type { InputRow, OutputRow } from "./inference-protocol.ts";
import { startSession } from "./inference-session.ts";
import { textModelInputs, textModelOutputs } from "./text-model.ts";

const folder = join(import.meta.dirname, "../../../../models/guard-text");
/** Of very different length, so that a batch pads. */
const rows: readonly InputRow[] = [3, 40, 126].map((length) => ({
  input_ids: Array.from({ length }, (_, index) => 1_996 + ((index * 977) % 20_000)),
}));

/** How far the answers of a batch are from those of its rows alone. */
async function differenceWith(graph: string): Promise<number> {
  const model = { name: "text", path: join(folder, graph), inputs: textModelInputs, outputs: textModelOutputs };
  const session = await startSession({ models: [model], providers: ["cpu"], threads: 1 }, silentLogger);
  try {
    const together = await session.run({ model: "text", rows, isBatch: true });
    const alone = await session.run({ model: "text", rows, isBatch: false });
    return Math.max(...together.map((row, index) => distance(row, alone[index] ?? {})));
  } finally {
    await session.stop();
  }
}

function distance(row: OutputRow, other: OutputRow): number {
  const differences = [...(row["logits"] ?? [])].map((logit, index) =>
    Math.abs(logit - (other["logits"]?.[index] ?? 0)),
  );
  return Math.max(...differences);
}

test("rows of a batch do not change each other's answers in the graph for accelerators, and would in that for CPUs", async () => {
  expect(await differenceWith("model.fp16.onnx")).toBeLessThan(0.02);
  expect(await differenceWith("model.onnx")).toBeGreaterThan(0.02);
});
