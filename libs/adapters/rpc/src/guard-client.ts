import { once } from "node:events";

import type { ClientDuplexStream, ServiceError } from "@grpc/grpc-js";

import { decodeAnswer, encodeQuestion } from "./check-codec.ts";
import type { CheckAnswer, CheckQuestion } from "./check.ts";
import { GuardServiceClient, type CheckStreamRequest, type CheckStreamResponse } from "./gen/parapet/v1/guard.ts";
import { callMetadata, channelCredentials, channelOptions, unaryCall, type GrpcClientOptions } from "./grpc-client.ts";
import { fromServiceError, RpcError } from "./rpc-error.ts";

export interface GuardClient {
  /** @throws RpcError */
  readonly check: (question: CheckQuestion, signal: AbortSignal) => Promise<CheckAnswer>;
  /**
   * One answer per question, in order. The stream lives until the questions end or `signal` aborts.
   *
   * @throws RpcError
   */
  readonly checkStream: (questions: AsyncIterable<CheckQuestion>, signal: AbortSignal) => AsyncIterable<CheckAnswer>;
  readonly close: () => void;
}

/** A client of `parapet.v1.GuardService`. It connects at the first call and reconnects by itself. */
export function createGuardClient(options: GrpcClientOptions): GuardClient {
  const client = new GuardServiceClient(options.address, channelCredentials(options), channelOptions);
  const check = unaryCall(client.check.bind(client), options);
  return {
    check: async (question, signal) => decodeAnswer(await check(encodeQuestion(question), signal)),
    checkStream: (questions, signal) => exchange(client.checkStream(callMetadata(options)), questions, signal),
    close: () => client.close(),
  };
}

type CheckCall = ClientDuplexStream<CheckStreamRequest, CheckStreamResponse>;

async function* exchange(
  call: CheckCall,
  questions: AsyncIterable<CheckQuestion>,
  signal: AbortSignal,
): AsyncGenerator<CheckAnswer> {
  const cancel = (): void => call.cancel();
  signal.addEventListener("abort", cancel, { once: true });
  const sent = send(call, questions).catch((error: unknown) => call.destroy(asError(error)));
  try {
    const responses: AsyncIterable<CheckStreamResponse> = call;
    for await (const { check } of responses) {
      if (check === undefined) throw new RpcError("internal", "the server answered without a check");
      yield decodeAnswer(check);
    }
    await sent;
  } catch (error) {
    throw isServiceError(error) ? fromServiceError(error) : error;
  } finally {
    signal.removeEventListener("abort", cancel);
    call.cancel();
  }
}

async function send(call: CheckCall, questions: AsyncIterable<CheckQuestion>): Promise<void> {
  for await (const question of questions) {
    if (call.destroyed) return;
    if (!call.write({ check: encodeQuestion(question) })) await once(call, "drain");
  }
  call.end();
}

function asError(error: unknown): Error {
  return error instanceof Error
    ? error
    : new RpcError("internal", "the questions ended with a failure", { cause: error });
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && "code" in error && typeof error.code === "number" && "details" in error;
}
