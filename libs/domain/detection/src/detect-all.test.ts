import { describe, expect, it } from "vitest";
import { detectAll, type Detection, type Detector, type DetectorInput } from "./index.ts";

const inputs: readonly DetectorInput[] = [
  { text: "first", direction: "input" },
  { text: "second", direction: "output" },
];

function ran(detector: string, score: number | null): Detection {
  return { detector, modelVersion: "1", status: "ran", score, findings: [] };
}

function failed(detector: string): Detection {
  return { detector, modelVersion: "1", status: "failed", score: null, findings: [] };
}

function detectorOf(name: string, detect: Detector["detect"]): Detector {
  return { name, modelVersion: "1", detect };
}

const sound = detectorOf("sound", (texts) => Promise.resolve(texts.map((_, at) => ran("sound", at / 10))));
const silent = detectorOf("silent", () => new Promise(() => {}));
const never = new AbortController().signal;

describe("detectAll", () => {
  it("gives for each text what every detector says, in the order of the detectors", async () => {
    const constant = detectorOf("constant", (texts) => Promise.resolve(texts.map(() => ran("constant", null))));
    expect(await detectAll([sound, constant], inputs, never)).toEqual([
      [ran("sound", 0), ran("constant", null)],
      [ran("sound", 0.1), ran("constant", null)],
    ]);
  });

  it("asks each detector once for the whole batch", async () => {
    const batches: number[] = [];
    const counting = detectorOf("counting", (texts) => {
      batches.push(texts.length);
      return Promise.resolve(texts.map(() => ran("counting", 0)));
    });
    await detectAll([counting], inputs, never);
    expect(batches).toEqual([2]);
  });

  it("asks nobody about nothing", async () => {
    expect(await detectAll([silent], [], never)).toEqual([]);
    expect(await detectAll([], inputs, never)).toEqual([[], []]);
  });

  it.each<[string, Detector["detect"]]>([
    ["rejects", () => Promise.reject(new Error("no memory"))],
    [
      "throws before it promises",
      () => {
        throw new Error("no session");
      },
    ],
    ["answers for too few texts", () => Promise.resolve([ran("broken", 0.5)])],
    ["answers for too many texts", () => Promise.resolve([1, 2, 3].map(() => ran("broken", 0.5)))],
    ["answers NaN", (texts) => Promise.resolve(texts.map(() => ran("broken", Number.NaN)))],
    ["answers more than 1", (texts) => Promise.resolve(texts.map(() => ran("broken", 1.2)))],
  ])("counts a detector as failed that %s, and no other", async (_, detect) => {
    const verdicts = await detectAll([detectorOf("broken", detect), sound], inputs, never);
    expect(verdicts).toEqual([
      [failed("broken"), ran("sound", 0)],
      [failed("broken"), ran("sound", 0.1)],
    ]);
  });

  it("fails one text alone when only its finding has no score", async () => {
    const finding = { category: "pii", detector: "odd", score: Number.NaN, severity: "low", start: 0, end: 1 } as const;
    const odd = detectorOf("odd", () =>
      Promise.resolve([ran("odd", 0.2), { ...ran("odd", null), findings: [finding] }]),
    );
    expect(await detectAll([odd], inputs, never)).toEqual([[ran("odd", 0.2)], [failed("odd")]]);
  });

  it("answers at the deadline with what it has", async () => {
    const deadline = new AbortController();
    const pending = detectAll([silent, sound], inputs, deadline.signal);
    await new Promise((resolve) => setImmediate(resolve));
    deadline.abort();
    expect((await pending)[0]).toEqual([failed("silent"), ran("sound", 0)]);
  });

  it("starts no detector after the deadline", async () => {
    let isAsked = false;
    const asked = detectorOf("asked", () => {
      isAsked = true;
      return Promise.resolve([]);
    });
    expect(await detectAll([asked], inputs, AbortSignal.abort())).toEqual([[failed("asked")], [failed("asked")]]);
    expect(isAsked).toBe(false);
  });

  it("hands the deadline on, and a rejection after it disturbs nobody", async () => {
    const deadline = new AbortController();
    const obedient = detectorOf(
      "obedient",
      (_, signal) => new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("stopped")))),
    );
    const pending = detectAll([obedient], inputs, deadline.signal);
    deadline.abort();
    expect(await pending).toEqual([[failed("obedient")], [failed("obedient")]]);
  });
});
