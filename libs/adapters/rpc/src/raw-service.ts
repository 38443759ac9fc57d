import type { ServiceDefinition, UntypedServiceImplementation } from "@grpc/grpc-js";
import type { Logger } from "@parapet/runtime";

import type { GrpcService } from "./grpc-server.ts";
import { unaryHandler, type RpcContext } from "./server-call.ts";

/** Answers the undecoded bytes of a request with the encoded bytes of a response. */
export type RawHandler = (request: Uint8Array, context: RpcContext) => Promise<Uint8Array>;

/**
 * A service whose messages pass as bytes, for contracts that are decoded elsewhere.
 *
 * @param name the full name, such as `opentelemetry.proto.collector.trace.v1.TraceService`
 * @param methods handlers of unary methods by method name
 */
export function rawService(name: string, methods: Readonly<Record<string, RawHandler>>, log: Logger): GrpcService {
  const definition: Record<string, ServiceDefinition[string]> = {};
  const implementation: UntypedServiceImplementation = {};
  for (const [method, handler] of Object.entries(methods)) {
    definition[method] = {
      path: `/${name}/${method}`,
      requestStream: false,
      responseStream: false,
      requestSerialize: asBuffer,
      requestDeserialize: (bytes) => bytes,
      responseSerialize: asBuffer,
      responseDeserialize: (bytes) => bytes,
    };
    implementation[method] = unaryHandler(handler, log);
  }
  return { definition, implementation };
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
