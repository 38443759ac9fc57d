import { ParapetError } from "@parapet/runtime";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";

import type { InferenceRequest, InputRow, OutputRow } from "./inference-protocol.ts";
import type { InferenceSession } from "./inference-session.ts";
import { acceleratorLimits, cpuLimits, SessionPool, type Call } from "./session-pool.ts";

const never = new AbortController().signal;
const inline: Call = { signal: never, priority: "inline" };
const stream: Call = { signal: never, priority: "stream" };

interface Running {
  readonly request: InferenceRequest;
  /** Gives each row its own ids back. */
  readonly answer: () => void;
  readonly fail: (error: Error) => void;
}

/** A session in memory whose calls are answered by hand, in the order they came. */
function manualSession() {
  const calls: Running[] = [];
  const run = async (request: InferenceRequest): Promise<readonly OutputRow[]> =>
    new Promise((resolve, reject) => {
      calls.push({ request, answer: () => resolve(request.rows.map(echo)), fail: reject });
    });
  const session: InferenceSession = { provider: "memory", run, stop: async () => undefined };
  return { session, calls };
}

function echo(row: InputRow): OutputRow {
  return { echo: Float32Array.from(row["input_ids"] ?? []) };
}

/** A row of so many tokens, which begins with its own id. */
function row(id: number, tokens = 100): InputRow {
  return { input_ids: [id, ...Array.from({ length: tokens - 1 }, () => 0)] };
}

/** The first id of each row in each call. */
function idsOf(calls: readonly Running[]): readonly (readonly number[])[] {
  return calls.map(({ request }) => request.rows.map((one) => one["input_ids"]?.[0] ?? -1));
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

/** Answers all that is asked until nothing more is. */
async function answerAll(calls: readonly Running[]): Promise<void> {
  for (let answered = 0; answered < calls.length;) {
    for (; answered < calls.length; answered += 1) calls[answered]?.answer();
    await settle();
  }
}

const lostError = new ParapetError("session_lost", "the thread ended");

afterEach(() => vi.useRealTimers());

describe("on CPU, a session pool", () => {
  test("gives a session one row at a time, first come first served", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session]);
    const answers = [1, 2, 3].map(async (id) => pool.run("m", row(id), inline));
    for (const expected of [[[1]], [[1], [2]], [[1], [2], [3]]]) {
      await settle();
      expect(idsOf(calls)).toEqual(expected);
      calls.at(-1)?.answer();
    }
    expect((await Promise.all(answers)).map(({ echo: ids }) => ids?.[0])).toEqual([1, 2, 3]);
  });

  test("shares its sessions between calls by tokens: a call of many rows does not hold up one of a single row", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session]);
    const [long, short] = [new AbortController(), new AbortController()];
    const call = ({ signal }: AbortController): Call => ({ signal, priority: "inline" });
    const answers = [1, 2, 3, 4].map(async (id) => pool.run("m", row(id, 200), call(long)));
    answers.push(...[7, 8].map(async (id) => pool.run("m", row(id, 200), call(short))));
    await answerAll(calls);
    expect(idsOf(calls)).toEqual([[1], [7], [2], [8], [3], [4]]);
    await Promise.all(answers);
  });

  test("hands short rows over together, to be run one by one, up to the tokens of a message", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session]);
    const answers = [1, 2, 3, 4, 5, 6].map(async (id) => pool.run("m", row(id, id === 5 ? 120 : 50), inline));
    await answerAll(calls);
    expect(idsOf(calls)).toEqual([[1], [2, 3, 4], [5], [6]]);
    expect(calls.map(({ request }) => request.isBatch)).toEqual([false, false, false, false]);
    expect((await Promise.all(answers)).map(({ echo: ids }) => ids?.[0])).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("shares what waits among its sessions before it fills a message, and keeps models apart", async () => {
    const [one, two] = [manualSession(), manualSession()];
    const pool = new SessionPool([one.session, two.session]);
    const answers = [
      ...[1, 2, 3, 4].map(async (id) => pool.run("m", row(id, 10), stream)),
      ...[5, 6].map(async (id) => pool.run("n", row(id, 10), stream)),
    ];
    one.calls[0]?.answer();
    two.calls[0]?.answer();
    await settle();
    await Promise.all([answerAll(one.calls), answerAll(two.calls)]);
    await Promise.all([answerAll(one.calls), answerAll(two.calls)]);
    await Promise.all(answers);
    const messages = [...one.calls, ...two.calls].map(({ request }) => request);
    expect(messages.every(({ rows }) => rows.length <= 2)).toBe(true);
    expect(messages.filter(({ model }) => model === "n").flatMap(({ rows }) => rows)).toHaveLength(2);
  });

  test("runs those that only shared a message with a row that failed alone", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session]);
    const answers = Promise.allSettled([1, 2, 3].map(async (id) => pool.run("m", row(id, 10), inline)));
    await settle();
    calls[0]?.answer();
    await settle();
    expect(idsOf(calls)[1]).toEqual([2, 3]);
    calls[1]?.fail(new ParapetError("inference_failed", "no"));
    await settle();
    calls[2]?.fail(new ParapetError("inference_failed", "no"));
    await settle();
    calls[3]?.answer();
    expect((await answers).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });

  test("works on as many rows at a time as there are sessions", async () => {
    const [one, two] = [manualSession(), manualSession()];
    const pool = new SessionPool([one.session, two.session]);
    const answers = [1, 2, 3].map(async (id) => pool.run("m", row(id), inline));
    await settle();
    expect([one.calls.length, two.calls.length]).toEqual([1, 1]);
    one.calls[0]?.answer();
    await settle();
    expect([one.calls.length, two.calls.length]).toEqual([2, 1]);
    two.calls[0]?.answer();
    one.calls[1]?.answer();
    await expect(Promise.all(answers)).resolves.toHaveLength(3);
  });

  test("takes callers who wait before the stream, and each of the two in the order they came", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session]);
    const asked: readonly (readonly [number, Call])[] = [
      [1, stream],
      [2, stream],
      [3, inline],
      [4, stream],
      [5, inline],
    ];
    const answers = asked.map(async ([id, call]) => pool.run("m", row(id), call));
    await answerAll(calls);
    await Promise.all(answers);
    // The first was already running when the others came.
    expect(idsOf(calls).flat()).toEqual([1, 3, 5, 2, 4]);
  });
});

describe("a call", () => {
  test("that waits leaves when its signal ends, and is never run", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session]);
    const deadline = new AbortController();
    const working = pool.run("m", row(1), inline);
    const leaving = pool.run("m", row(2), { signal: deadline.signal, priority: "inline" });
    const staying = pool.run("m", row(3), inline);
    deadline.abort(new Error("too late"));
    await expect(leaving).rejects.toThrow("too late");
    await answerAll(calls);
    await Promise.all([working, staying]);
    expect(idsOf(calls)).toEqual([[1], [3]]);
  });

  test("that runs is told at once when its signal ends, and its session comes back when it is done", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session]);
    const deadline = new AbortController();
    const leaving = pool.run("m", row(1), { signal: deadline.signal, priority: "inline" });
    deadline.abort(new Error("too late"));
    await expect(leaving).rejects.toThrow("too late");
    const next = pool.run("m", row(2), inline);
    await settle();
    expect(idsOf(calls)).toEqual([[1]]);
    calls[0]?.answer();
    await settle();
    expect(idsOf(calls)).toEqual([[1], [2]]);
    calls[1]?.answer();
    await expect(next).resolves.toEqual(echo(row(2)));
  });

  test("whose signal has ended is not taken", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session]);
    const ended = { signal: AbortSignal.abort(new Error("too late")), priority: "inline" } as const;
    await expect(pool.run("m", row(1), ended)).rejects.toThrow("too late");
    expect(calls).toEqual([]);
  });

  test("that the model takes too long for is given up, and its session comes back when it ends", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { session, calls } = manualSession();
    const pool = new SessionPool([session], { ...cpuLimits, maxRunMs: 1_000 });
    const outcome = vi.fn<(error: unknown) => void>();
    const hanging = pool.run("m", row(1), inline).catch(outcome);
    vi.advanceTimersByTime(999);
    await settle();
    expect(outcome).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    await hanging;
    expect(outcome).toHaveBeenCalledWith(expect.objectContaining({ code: "inference_timeout" }));
    calls[0]?.answer();
    await settle();
    const next = pool.run("m", row(2), inline);
    expect(idsOf(calls)).toEqual([[1], [2]]);
    calls[1]?.answer();
    await expect(next).resolves.toEqual(echo(row(2)));
  });

  test("does not wait for sessions that hang, whether it waited already or comes", async () => {
    vi.useFakeTimers();
    const { session, calls } = manualSession();
    const pool = new SessionPool([session]);
    const answers = Promise.allSettled([1, 2].map(async (id) => pool.run("m", row(id), stream)));
    await vi.advanceTimersByTimeAsync(cpuLimits.maxRunMs);
    const codes = (await answers).map((answer) => (answer.status === "rejected" ? answer.reason.code : "answered"));
    expect(codes).toEqual(["inference_timeout", "inference_timeout"]);
    await expect(pool.run("m", row(3), inline)).rejects.toMatchObject({ code: "inference_timeout" });
    calls[0]?.answer();
    await vi.advanceTimersByTimeAsync(0);
    const later = pool.run("m", row(4), inline);
    calls.at(-1)?.answer();
    await expect(later).resolves.toEqual({ echo: expect.anything() });
  });

  test("that is done leaves no clock and no listener behind", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { session, calls } = manualSession();
    const pool = new SessionPool([session]);
    const { signal } = new AbortController();
    const [added, removed] = [vi.spyOn(signal, "addEventListener"), vi.spyOn(signal, "removeEventListener")];
    const answer = pool.run("m", row(1), { signal, priority: "inline" });
    await settle();
    calls[0]?.answer();
    await answer;
    await settle();
    expect(vi.getTimerCount()).toBe(0);
    expect(removed.mock.calls.map(([name, listener]) => [name, listener])).toEqual(
      added.mock.calls.map(([name, listener]) => [name, listener]),
    );
  });
});

describe("on an accelerator, a session pool", () => {
  test("batches what waits, and gives each caller its own answer", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session], acceleratorLimits);
    const answers = [1, 2, 3, 4].map(async (id) => pool.run("m", row(id), stream));
    await answerAll(calls);
    expect(idsOf(calls)).toEqual([[1], [2, 3, 4]]);
    expect((await Promise.all(answers)).map(({ echo: ids }) => ids?.[0])).toEqual([1, 2, 3, 4]);
  });

  test("keeps rows of another model for another batch, and their order", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session], acceleratorLimits);
    const models = ["a", "a", "b", "a", "b"];
    const answers = models.map(async (model, id) => pool.run(model, row(id), stream));
    await answerAll(calls);
    await Promise.all(answers);
    expect(calls.map(({ request }) => request.model)).toEqual(["a", "a", "b"]);
    expect(idsOf(calls)).toEqual([[0], [1, 3], [2, 4]]);
  });

  test("never lets the stream fill up a batch of callers who wait", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session], acceleratorLimits);
    const asked = [stream, stream, inline, inline];
    const answers = asked.map(async (call, id) => pool.run("m", row(id), call));
    await answerAll(calls);
    await Promise.all(answers);
    expect(idsOf(calls)).toEqual([[0], [2, 3], [1]]);
  });

  test("holds a batch to its budget of tokens, padding included, and to rows of like length", async () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 130 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(lengths, fc.integer({ min: 100, max: 2_000 }), async (tokens, batchTokens) => {
        const { session, calls } = manualSession();
        const pool = new SessionPool([session], { ...acceleratorLimits, batchTokens });
        const answers = tokens.map(async (length, id) => pool.run("m", row(id, length), stream));
        await answerAll(calls);
        expect((await Promise.all(answers)).map(({ echo: ids }) => ids?.[0])).toEqual(tokens.map((_, id) => id));
        for (const batch of calls.map(({ request }) => request.rows.map((one) => one["input_ids"]?.length ?? 0))) {
          const [shortest, longest] = [Math.min(...batch), Math.max(...batch)];
          expect(batch.length === 1 || longest * batch.length <= batchTokens).toBe(true);
          expect(longest - shortest).toBeLessThanOrEqual(0.25 * longest);
        }
      }),
    );
  });

  test("tells all callers of a batch that failed", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session], acceleratorLimits);
    const answers = [1, 2, 3].map(async (id) => pool.run("m", row(id), stream));
    const outcomes = Promise.allSettled(answers);
    await settle();
    calls[0]?.answer();
    await settle();
    calls[1]?.fail(new Error("out of memory"));
    expect((await outcomes).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  });
});

describe("a session", () => {
  test("that failed once gets the next call", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session]);
    const failing = pool.run("m", row(1), inline);
    calls[0]?.fail(new ParapetError("inference_failed", "broken"));
    await expect(failing).rejects.toMatchObject({ code: "inference_failed" });
    const next = pool.run("m", row(2), inline);
    await settle();
    calls[1]?.answer();
    await expect(next).resolves.toEqual(echo(row(2)));
  });

  test("that is lost gets no more work while another lives", async () => {
    const [one, two] = [manualSession(), manualSession()];
    const pool = new SessionPool([one.session, two.session]);
    const first = [1, 2].map(async (id) => pool.run("m", row(id), inline));
    const outcomes = Promise.allSettled(first);
    one.calls[0]?.fail(lostError);
    two.calls[0]?.answer();
    expect((await outcomes).map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const later = [3, 4, 5].map(async (id) => pool.run("m", row(id), inline));
    await settle();
    await answerAll(two.calls);
    await expect(Promise.all(later)).resolves.toHaveLength(3);
    expect(one.calls).toHaveLength(1);
  });

  test("that is the last and lost tells every call so, the waiting and the new", async () => {
    const lost = async (): Promise<never> => Promise.reject(lostError);
    const session: InferenceSession = { provider: "memory", run: lost, stop: async () => undefined };
    const pool = new SessionPool([session, session]);
    const waiting = [1, 2, 3, 4, 5].map(async (id) => pool.run("m", row(id), inline));
    for (const outcome of await Promise.allSettled(waiting)) {
      expect(outcome).toMatchObject({ status: "rejected", reason: { code: "session_lost" } });
    }
    await expect(pool.run("m", row(6), inline)).rejects.toMatchObject({ code: "session_lost" });
  });
});

describe("a pool that stops", () => {
  test("refuses the waiting and the new, and stops every session", async () => {
    const [one, two] = [manualSession(), manualSession()];
    const stops = [one, two].map(({ session }) => vi.spyOn(session, "stop"));
    const pool = new SessionPool([one.session, two.session]);
    const working = [1, 2].map(async (id) => pool.run("m", row(id), inline));
    const waiting = [inline, stream].map(async (call) => pool.run("m", row(3), call));
    const outcomes = Promise.allSettled(waiting);
    await pool.stop();
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: { code: "models_stopped" } });
    await expect(pool.run("m", row(4), inline)).rejects.toMatchObject({ code: "models_stopped" });
    for (const stop of stops) expect(stop).toHaveBeenCalledOnce();
    for (const { calls } of [one, two]) calls[0]?.answer();
    await expect(Promise.all(working)).resolves.toHaveLength(2);
  });
});
