import type { handleUnaryCall, Metadata, ServerUnaryCall } from "@grpc/grpc-js";
import type { Logger } from "@parapet/runtime";

import { RpcError, toServiceError } from "./rpc-error.ts";

/** What a handler knows of the call besides the request. */
export interface RpcContext {
  readonly metadata: Metadata;
  /** Aborts when the caller cancels or goes away, and at the caller's deadline. */
  readonly signal: AbortSignal;
  /** When the caller stops waiting, in milliseconds since the epoch; infinite when it never does. */
  readonly deadlineMs: number;
}

interface CancellableCall {
  readonly cancelled: boolean;
  readonly metadata: Metadata;
  readonly getDeadline: () => Date | number;
  readonly once: (event: "cancelled", listener: () => void) => unknown;
}

/** The context of a call that grpc-js hands to a handler. */
export function contextOf(call: CancellableCall): RpcContext {
  const controller = new AbortController();
  const deadlineMs = Number(call.getDeadline());
  const cancel = (): void => controller.abort(reasonOf(deadlineMs));
  if (call.cancelled) cancel();
  call.once("cancelled", cancel);
  return { metadata: call.metadata, signal: controller.signal, deadlineMs };
}

function reasonOf(deadlineMs: number): RpcError {
  return Date.now() >= deadlineMs
    ? new RpcError("deadline_exceeded", "the caller's deadline passed")
    : new RpcError("cancelled", "the caller went away");
}

/** Work that failed after its call was over failed because the call was over: that is no fault of the server. */
export function causeOf(error: unknown, { signal }: RpcContext): unknown {
  return signal.aborted ? signal.reason : error;
}

/** A promise-based handler as grpc-js wants it. What it throws ends the call with the status of `toServiceError`. */
export function unaryHandler<Request, Response>(
  answer: (request: Request, context: RpcContext) => Promise<Response>,
  log: Logger,
): handleUnaryCall<Request, Response> {
  return (call: ServerUnaryCall<Request, Response>, respond) => {
    const context = contextOf(call);
    answer(call.request, context).then(
      (response) => respond(null, response),
      (error: unknown) => respond(toServiceError(causeOf(error, context), log)),
    );
  };
}
