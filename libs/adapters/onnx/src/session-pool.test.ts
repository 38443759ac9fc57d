import { describe, expect, test } from "vitest";

import type { InferenceSession } from "./inference-session.ts";
import { SessionPool } from "./session-pool.ts";

const never = new AbortController().signal;

/** A session in memory whose calls are answered by hand, in the order they came. */
function manualSession() {
  const calls: { readonly ids: readonly number[]; readonly answer: () => void }[] = [];
  const run = async (ids: readonly number[]): Promise<Float32Array> =>
    new Promise((resolve) => calls.push({ ids, answer: () => resolve(Float32Array.from(ids)) }));
  const session: InferenceSession = { provider: "memory", run, stop: async () => undefined };
  return { session, calls };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe("session pool", () => {
  test("gives a session one window at a time, first come first served", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session]);
    const answers = [1, 2, 3].map(async (id) => pool.run([id], never));
    for (const expected of [1, 2, 3]) {
      await settle();
      expect(calls).toHaveLength(expected);
      expect(calls.at(-1)?.ids).toEqual([expected]);
      calls.at(-1)?.answer();
    }
    expect((await Promise.all(answers)).map((answer) => answer[0])).toEqual([1, 2, 3]);
  });

  test("works on as many windows at a time as there are sessions", async () => {
    const [one, two] = [manualSession(), manualSession()];
    const pool = new SessionPool([one.session, two.session]);
    const answers = [1, 2, 3].map(async (id) => pool.run([id], never));
    await settle();
    expect([one.calls.length, two.calls.length]).toEqual([1, 1]);
    one.calls[0]?.answer();
    two.calls[0]?.answer();
    await settle();
    [...one.calls, ...two.calls].forEach(({ answer }) => answer());
    await expect(Promise.all(answers)).resolves.toHaveLength(3);
  });

  test("lets a waiting call leave without losing its session to it", async () => {
    const { session, calls } = manualSession();
    const pool = new SessionPool([session]);
    const controller = new AbortController();
    const working = pool.run([1], never);
    const leaving = pool.run([2], controller.signal);
    const staying = pool.run([3], never);
    controller.abort(new Error("too late"));
    await expect(leaving).rejects.toThrow("too late");
    calls[0]?.answer();
    await working;
    await settle();
    expect(calls[1]?.ids).toEqual([3]);
    calls[1]?.answer();
    await expect(staying).resolves.toEqual(Float32Array.of(3));
  });

  test("takes a session back from a call that failed", async () => {
    let isBroken = true;
    const run = async (): Promise<Float32Array> => {
      if (!isBroken) return Float32Array.of(1);
      isBroken = false;
      throw new Error("broken");
    };
    const pool = new SessionPool([{ provider: "memory", run, stop: async () => undefined }]);
    await expect(pool.run([1], never)).rejects.toThrow("broken");
    await expect(pool.run([1], never)).resolves.toEqual(Float32Array.of(1));
  });

  test("refuses the waiting and the new when it stops", async () => {
    const { session } = manualSession();
    const pool = new SessionPool([session]);
    void pool.run([1], never);
    const waiting = pool.run([2], never);
    await pool.stop();
    await expect(waiting).rejects.toMatchObject({ code: "encoder_stopped" });
    await expect(pool.run([3], never)).rejects.toMatchObject({ code: "encoder_stopped" });
  });
});
