import { silentLogger } from "@parapet/runtime";
import { afterEach, describe, expect, it, test } from "vitest";

import type { CheckAnswer, CheckQuestion } from "./check.ts";
import { createGrpcServer, type GrpcServer } from "./grpc-server.ts";
import type { GrpcClientOptions } from "./grpc-client.ts";
import { createGuardClient, type GuardClient } from "./guard-client.ts";
import { guardService, type CheckHandler } from "./guard-service.ts";
import { RpcError, type RpcErrorCode } from "./rpc-error.ts";
import { bearerTokenOf } from "./bearer-token.ts";

const allowed: CheckAnswer = {
  decision: "allow",
  findings: [],
  scores: { injection: 0.25 },
  detections: [{ detector: "minilm", modelVersion: "7", status: "ran", reason: "", score: 0.25 }],
  redactedText: null,
  safety: null,
  policyVersion: "p1",
};

const question: CheckQuestion = {
  text: "héllo 👋",
  direction: "input",
  context: "c",
  detectors: ["pii"],
  tenant: "acme",
};
const never = new AbortController().signal;

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(check: CheckHandler): Promise<GrpcServer> {
  const server = createGrpcServer({
    host: "127.0.0.1",
    port: 0,
    services: [guardService(check, silentLogger)],
    checks: [],
  });
  await server.start();
  stops.push(() => server.stop());
  return server;
}

async function connect(check: CheckHandler, options: Partial<GrpcClientOptions> = {}): Promise<GuardClient> {
  const server = await serve(check);
  const client = createGuardClient({ address: `127.0.0.1:${server.port()}`, ...options });
  stops.unshift(() => client.close());
  return client;
}

/** Resolves when the signal of the call aborts; so a handler can outlast its caller. */
function aborted(signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(signal.reason), { once: true });
  });
}

describe("GuardService.Check", () => {
  it("brings the question to the handler and the answer back", async () => {
    const asked: CheckQuestion[] = [];
    const client = await connect(async (received) => {
      asked.push(received);
      return allowed;
    });
    expect(await client.check(question, never)).toEqual(allowed);
    expect(asked).toEqual([question]);
  });

  it("shows the handler the caller's token", async () => {
    const tokens: (string | null)[] = [];
    const client = await connect(
      async (_question, { metadata }) => {
        tokens.push(bearerTokenOf(metadata));
        return allowed;
      },
      { token: "s3cret" },
    );
    await client.check(question, never);
    expect(tokens).toEqual(["s3cret"]);
  });

  test.each<RpcErrorCode>([
    "invalid_argument",
    "unauthenticated",
    "overloaded",
    "too_large",
    "unavailable",
    "not_found",
  ])("tells the caller of %s", async (code) => {
    const client = await connect(() => Promise.reject(new RpcError(code, "because")));
    await expect(client.check(question, never)).rejects.toMatchObject({ name: "RpcError", code, message: "because" });
  });

  it("does not tell the caller what went wrong inside", async () => {
    const client = await connect(() => Promise.reject(new Error("the text was: my secret")));
    const failure = await client.check(question, never).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "internal" });
    expect(String(failure)).not.toContain("secret");
  });

  it("ends at the caller's deadline, and aborts the work", async () => {
    const reasons: Promise<unknown>[] = [];
    const client = await connect(
      async (_question, { signal }) => {
        const reason = aborted(signal);
        reasons.push(reason);
        throw await reason;
      },
      { deadlineMs: 50 },
    );
    await expect(client.check(question, never)).rejects.toMatchObject({ code: "deadline_exceeded" });
    // The caller's cancellation may arrive a moment before the server's own clock has reached the deadline.
    const [reason] = await Promise.all(reasons);
    expect(["deadline_exceeded", "cancelled"]).toContain(reason instanceof RpcError ? reason.code : reason);
  });

  it("aborts the work of a caller that gives up", async () => {
    const giveUp = new AbortController();
    const reasons: Promise<unknown>[] = [];
    const client = await connect(async (_question, { signal }) => {
      const reason = aborted(signal);
      reasons.push(reason);
      giveUp.abort();
      throw await reason;
    });
    await expect(client.check(question, giveUp.signal)).rejects.toMatchObject({ code: "cancelled" });
    expect(await Promise.all(reasons)).toMatchObject([{ code: "cancelled" }]);
    await expect(client.check(question, giveUp.signal)).rejects.toMatchObject({ code: "cancelled" });
  });

  it("is unavailable where nobody listens", async () => {
    const server = await serve(async () => allowed);
    await server.stop();
    const client = createGuardClient({ address: `127.0.0.1:${server.port()}`, deadlineMs: 5_000 });
    stops.unshift(() => client.close());
    await expect(client.check(question, never)).rejects.toMatchObject({ code: "unavailable" });
  });
});

describe("GuardService.CheckStream", () => {
  async function* questions(count: number): AsyncGenerator<CheckQuestion> {
    for (let n = 0; n < count; n += 1) yield { text: String(n), direction: "output" };
  }

  async function versionsOf(answers: AsyncIterable<CheckAnswer>, until = Infinity): Promise<string[]> {
    const versions: string[] = [];
    for await (const { policyVersion } of answers) {
      versions.push(policyVersion);
      if (versions.length >= until) break;
    }
    return versions;
  }

  it("answers each text, in order, one at a time", async () => {
    let inHand = 0;
    const client = await connect(async ({ text }) => {
      inHand += 1;
      expect(inHand).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      inHand -= 1;
      return { ...allowed, policyVersion: text };
    });
    const expected = Array.from({ length: 500 }, (_, n) => String(n));
    expect(await versionsOf(client.checkStream(questions(500), never))).toEqual(expected);
  });

  it("answers large texts through small buffers", async () => {
    const client = await connect(async ({ text }) => ({ ...allowed, redactedText: text.toUpperCase() }));
    async function* large(): AsyncGenerator<CheckQuestion> {
      for (let n = 0; n < 20; n += 1) yield { text: "x".repeat(500_000), direction: "output" };
    }
    let characters = 0;
    for await (const { redactedText } of client.checkStream(large(), never)) characters += redactedText?.length ?? 0;
    expect(characters).toBe(20 * 500_000);
  });

  it("ends with the failure of the text that failed", async () => {
    const client = await connect(async ({ text }) => {
      if (text === "2") throw new RpcError("overloaded", "too much");
      return { ...allowed, policyVersion: text };
    });
    const seen: string[] = [];
    const failure = (async () => {
      for await (const answer of client.checkStream(questions(5), never)) seen.push(answer.policyVersion);
    })();
    await expect(failure).rejects.toMatchObject({ code: "overloaded", message: "too much" });
    expect(seen).toEqual(["0", "1"]);
  });

  it("ends when the reader has enough", async () => {
    const client = await connect(async ({ text }) => ({ ...allowed, policyVersion: text }));
    expect(await versionsOf(client.checkStream(questions(1_000_000), never), 3)).toEqual(["0", "1", "2"]);
  });

  it("fails when the questions fail", async () => {
    const client = await connect(async () => allowed);
    async function* broken(): AsyncGenerator<CheckQuestion> {
      yield { text: "a", direction: "input" };
      throw new Error("no more");
    }
    await expect(versionsOf(client.checkStream(broken(), never))).rejects.toThrow("no more");
  });
});
