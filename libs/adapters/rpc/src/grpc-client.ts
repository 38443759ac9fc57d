import {
  credentials,
  Metadata,
  type CallOptions,
  type ChannelCredentials,
  type ClientOptions,
  type ClientUnaryCall,
  type ServiceError,
} from "@grpc/grpc-js";

import { fromServiceError, RpcError } from "./rpc-error.ts";

export interface GrpcClientOptions {
  /** `host:port`, or any name that gRPC resolves. */
  readonly address: string;
  /** Sent as `authorization: Bearer …`. */
  readonly token?: string;
  /** PEM of the authority that signed the server's certificate; without it the connection is plain. */
  readonly ca?: string;
  /** Bound of a call in milliseconds. */
  readonly deadlineMs?: number;
}

const DEFAULT_DEADLINE_MS = 10_000;

export function channelCredentials({ ca }: GrpcClientOptions): ChannelCredentials {
  return ca === undefined ? credentials.createInsecure() : credentials.createSsl(Buffer.from(ca));
}

export const channelOptions: ClientOptions = {
  "grpc.keepalive_time_ms": 60_000,
  "grpc.keepalive_timeout_ms": 20_000,
};

export function callMetadata({ token }: GrpcClientOptions): Metadata {
  const metadata = new Metadata();
  if (token !== undefined) metadata.set("authorization", `Bearer ${token}`);
  return metadata;
}

function callOptions({ deadlineMs = DEFAULT_DEADLINE_MS }: GrpcClientOptions): CallOptions {
  return { deadline: Date.now() + deadlineMs };
}

type StartUnary<Request, Response> = (
  request: Request,
  metadata: Metadata,
  options: CallOptions,
  callback: (error: ServiceError | null, response: Response) => void,
) => ClientUnaryCall;

/**
 * A generated client method as an async function, bounded by the client's deadline and by `signal`.
 *
 * @throws RpcError
 */
export function unaryCall<Request, Response>(
  start: StartUnary<Request, Response>,
  options: GrpcClientOptions,
): (request: Request, signal: AbortSignal) => Promise<Response> {
  return (request, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new RpcError("cancelled", "the call was cancelled before it began"));
      const call = start(request, callMetadata(options), callOptions(options), (error, response) => {
        signal.removeEventListener("abort", cancel);
        return error === null ? resolve(response) : reject(fromServiceError(error));
      });
      const cancel = (): void => call.cancel();
      signal.addEventListener("abort", cancel, { once: true });
    });
}
