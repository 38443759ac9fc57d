import { createNoopMeter, type Attributes, type Meter } from "@opentelemetry/api";
import type { Detection } from "@parapet/detection";
import { expect, test } from "vitest";

import { createDetectorMetrics } from "./detector-metrics.ts";

const ran: Detection = {
  detector: "toxicity",
  modelVersion: "v1",
  status: "ran",
  reason: "",
  score: 0.25,
  durationMs: 20,
  findings: [],
};
const shed: Detection = {
  ...ran,
  detector: "injection",
  status: "shed",
  reason: "busy",
  score: null,
  durationMs: null,
};

test("detectors are counted by what became of them, with score and duration where they ran", () => {
  const seen: [string, number, Attributes][] = [];
  const instrument = (name: string) => {
    const take = (value: number, attributes: Attributes = {}): void => void seen.push([name, value, attributes]);
    return { add: take, record: take };
  };
  const meter: Meter = Object.assign(Object.create(createNoopMeter()), {
    createCounter: instrument,
    createHistogram: instrument,
  });
  createDetectorMetrics(meter).observe("tool", [ran, shed]);
  const model = { detector: "toxicity", model_version: "v1" };
  expect(seen).toEqual([
    ["parapet.guard.detector.texts", 1, { ...model, part: "tool", status: "ran" }],
    ["parapet.guard.detector.score", 0.25, { ...model, part: "tool" }],
    ["parapet.guard.detector.duration", 0.02, model],
    [
      "parapet.guard.detector.texts",
      1,
      { detector: "injection", model_version: "v1", part: "tool", status: "shed", reason: "busy" },
    ],
  ]);
});
