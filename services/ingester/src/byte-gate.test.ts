import { setImmediate } from "node:timers/promises";

import { describe, expect, it } from "vitest";

import { ByteGate } from "./byte-gate.ts";

const never = new AbortController().signal;

/** Work that tells when it began and ends when it is told to. */
function openWork(begun: string[], name: string) {
  const { promise, resolve } = Promise.withResolvers<string>();
  const work = (): Promise<string> => {
    begun.push(name);
    return promise;
  };
  return { work, end: () => resolve(name) };
}

describe("a gate for bytes", () => {
  it("lets in what fits, and the next when there is room, in the order in which they came", async () => {
    const gate = new ByteGate(10);
    const begun: string[] = [];
    const works = ["a", "b", "c", "d"].map((name) => openWork(begun, name));
    const [a, b, c, d] = works;
    const done = [4, 4, 4, 1].map((bytes, index) => gate.within(bytes, never, works[index]?.work ?? (async () => "")));
    await setImmediate();
    expect(begun).toEqual(["a", "b"]);
    a?.end();
    await done[0];
    await setImmediate();
    expect(begun).toEqual(["a", "b", "c", "d"]);
    for (const one of [b, c, d]) one?.end();
    expect(await Promise.all(done)).toEqual(["a", "b", "c", "d"]);
  });

  it("lets something larger than the bound in alone", async () => {
    const gate = new ByteGate(10);
    const begun: string[] = [];
    const [large, small] = [openWork(begun, "large"), openWork(begun, "small")];
    const done = [gate.within(50, never, large.work), gate.within(1, never, small.work)];
    await setImmediate();
    expect(begun).toEqual(["large"]);
    large.end();
    small.end();
    expect(await Promise.all(done)).toEqual(["large", "small"]);
  });

  it("frees the room of work that fails", async () => {
    const gate = new ByteGate(1);
    await expect(gate.within(1, never, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await gate.within(1, never, () => Promise.resolve("yes"))).toBe("yes");
  });

  it("lets others in when one gives up waiting", async () => {
    const gate = new ByteGate(10);
    const begun: string[] = [];
    const [first, third] = [openWork(begun, "first"), openWork(begun, "third")];
    const giving = new AbortController();
    const inside = gate.within(6, never, first.work);
    const waiting = gate.within(6, giving.signal, () => Promise.resolve("second"));
    const behind = gate.within(4, never, third.work);
    giving.abort(new Error("taken away"));
    await expect(waiting).rejects.toThrow("taken away");
    await setImmediate();
    expect(begun).toEqual(["first", "third"]);
    first.end();
    third.end();
    await Promise.all([inside, behind]);
  });

  it("begins nothing for who has given up already", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(new ByteGate(1).within(1, signal, () => Promise.resolve())).rejects.toThrow("too late");
  });
});
