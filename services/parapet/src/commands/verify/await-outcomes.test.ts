import { ParapetError } from "@parapet/runtime";
import { describe, expect, it } from "vitest";

import { awaitOutcomes, type Outcomes, type SentCanary } from "./await-outcomes.ts";
import type { StoredDetection } from "./canary-outcome.ts";

const texts = { question: "?", answer: "", tool: "" };
const abuse: SentCanary = {
  canary: { name: "abuse", detector: "toxicity", isFound: true, ...texts },
  threshold: 0.8,
  traceId: "t1",
};
const harmless: SentCanary = {
  canary: { name: "harmless", detector: "injection", isFound: false, ...texts },
  threshold: 0.7,
  traceId: "t2",
};

function row(change: Partial<StoredDetection> = {}): StoredDetection {
  return { trace_id: "t1", detector: "toxicity", status: "ran", score: 0.93, ...change };
}

type Look = () => Promise<readonly StoredDetection[]>;

/** Looks as often as there are looks; then time is up. */
async function outcomesOf(sent: readonly SentCanary[], ...looks: readonly Look[]): Promise<Outcomes> {
  const timeout = new AbortController();
  let [looked, elapsedMs] = [0, 0];
  const look: Look = async () => {
    const next = looks[looked];
    looked += 1;
    if (looked >= looks.length) timeout.abort(new Error("time is up"));
    return next === undefined ? [] : next();
  };
  const pause = async (): Promise<void> => {
    elapsedMs += 500;
  };
  return awaitOutcomes(sent, { look, pause, elapsedMs: () => elapsedMs }, timeout.signal);
}

const gives =
  (...rows: readonly StoredDetection[]): Look =>
  async () =>
    rows;
const fails =
  (code: string): Look =>
  async () => {
    throw new ParapetError(code, "no");
  };

describe("the outcome of a canary", () => {
  it("is told as soon as it is stored, with the time that took", async () => {
    const { outcomes, blindness } = await outcomesOf([abuse], gives(), gives(row()), gives());
    expect(outcomes).toEqual([
      { canary: "abuse", detector: "toxicity", status: "ran", score: 0.93, found: true, ok: true, seconds: 0.5 },
    ]);
    expect(blindness).toBeNull();
  });

  it.each([
    { what: "above the threshold", score: 0.81, found: true, ok: true },
    { what: "at the threshold", score: 0.8, found: false, ok: false },
    { what: "below it", score: 0.2, found: false, ok: false },
  ])("is judged by the detector's own threshold: $what", async ({ score, found, ok }) => {
    expect((await outcomesOf([abuse], gives(row({ score })))).outcomes).toMatchObject([{ found, ok }]);
  });

  it("is well where nothing is to be found and nothing is", async () => {
    const own = { trace_id: "t2", detector: "injection" };
    expect((await outcomesOf([harmless], gives(row({ ...own, score: 0.1 })))).outcomes).toMatchObject([{ ok: true }]);
    expect((await outcomesOf([harmless], gives(row({ ...own, score: 0.9 })))).outcomes).toMatchObject([{ ok: false }]);
  });

  it("is that of its own trace and detector, the greatest of several parts", async () => {
    const rows = [row({ score: 0.1 }), row({ score: 0.9 }), row({ trace_id: "t2" }), row({ detector: "injection" })];
    const { outcomes } = await outcomesOf([abuse, harmless], gives(...rows));
    expect(outcomes).toMatchObject([
      { canary: "abuse", score: 0.9 },
      { canary: "harmless", status: "missing" },
    ]);
  });

  it("has no score where the detector did not run", async () => {
    const { outcomes } = await outcomesOf([abuse], gives(row({ status: "shed", score: null })));
    expect(outcomes).toMatchObject([{ status: "shed", score: null, found: false, ok: false }]);
  });
});

describe("a store that cannot be asked", () => {
  it("is told of with its last error, for nothing is known of what is missing", async () => {
    const { outcomes, blindness } = await outcomesOf([abuse], fails("store_timeout"), fails("store_denied"), gives());
    expect(outcomes).toMatchObject([{ status: "missing", ok: false }]);
    expect(blindness).toBeNull();
    const blind = await outcomesOf([abuse], fails("store_timeout"), fails("store_denied"), fails("cut short"));
    expect(blind.blindness?.error).toMatchObject({ code: "store_denied" });
  });

  it("is told of when time was up before it answered once", async () => {
    const { blindness } = await outcomesOf([abuse], fails("store_timeout"));
    expect(blindness?.error).toMatchObject({ code: "store_timeout" });
  });

  it("is no matter when it answers in the end, nor is a look that is cut short", async () => {
    expect((await outcomesOf([abuse], fails("store_unavailable"), gives(row()))).blindness).toBeNull();
    expect((await outcomesOf([abuse], gives(), fails("cut short"))).blindness).toBeNull();
  });
});
