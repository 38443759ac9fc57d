import { once } from "node:events";

import type { ServerDuplexStream } from "@grpc/grpc-js";
import type { Logger } from "@parapet/runtime";

import { decodeQuestion, encodeAnswer } from "./check-codec.ts";
import type { CheckAnswer, CheckQuestion } from "./check.ts";
import {
  GuardServiceService,
  type CheckRequest,
  type CheckResponse,
  type CheckStreamRequest,
  type CheckStreamResponse,
  type GuardServiceServer,
} from "./gen/parapet/v1/guard.ts";
import type { GrpcService } from "./grpc-server.ts";
import { RpcError, toServiceError } from "./rpc-error.ts";
import { causeOf, contextOf, unaryHandler, type RpcContext } from "./server-call.ts";

/** Answers one question. `context.signal` aborts at the caller's deadline. */
export type CheckHandler = (question: CheckQuestion, context: RpcContext) => Promise<CheckAnswer>;

/** `parapet.v1.GuardService`, answered by `check`. */
export function guardService(check: CheckHandler, log: Logger): GrpcService {
  const answer = async (request: CheckRequest, context: RpcContext): Promise<CheckResponse> =>
    encodeAnswer(await check(decodeQuestion(request), context));
  const implementation: GuardServiceServer = {
    check: unaryHandler(answer, log),
    checkStream: (call) => {
      const context = contextOf(call);
      answerStream(call, (request) => answer(request, context), context.signal).then(
        () => call.end(),
        (error: unknown) => call.emit("error", toServiceError(causeOf(error, context), log)),
      );
    },
  };
  return { definition: GuardServiceService, implementation };
}

/** Questions of a stream are answered one at a time; the next is read once the answer has room in the send buffer. */
async function answerStream(
  call: ServerDuplexStream<CheckStreamRequest, CheckStreamResponse>,
  answer: (request: CheckRequest) => Promise<CheckResponse>,
  signal: AbortSignal,
): Promise<void> {
  // A failure must leave the stream open, for its status is still to be sent.
  const questions: AsyncIterable<CheckStreamRequest> = call.iterator({ destroyOnReturn: false });
  for await (const { check } of questions) {
    if (check === undefined) throw new RpcError("invalid_argument", "a message of the stream has no check; set it");
    const hasRoom = call.write({ check: await answer(check) });
    if (!hasRoom) await once(call, "drain", { signal });
  }
}
