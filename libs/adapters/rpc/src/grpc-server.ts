import {
  Server,
  ServerCredentials,
  type ServerOptions,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from "@grpc/grpc-js";
import { ParapetError, type HealthCheck, type Service } from "@parapet/runtime";

import { addHealthService } from "./health-service.ts";
import { countUnreadCalls } from "./unread-calls.ts";

/** The methods of one service and who answers them. */
export interface GrpcService {
  readonly definition: ServiceDefinition;
  readonly implementation: UntypedServiceImplementation;
}

/** Contents of PEM files. With `ca`, callers must show a certificate that it signed. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
}

export interface GrpcServerOptions {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly services: readonly GrpcService[];
  readonly checks: readonly HealthCheck[];
  readonly tls?: TlsFiles;
  /** Largest request and response, after decompression; a larger request is answered RESOURCE_EXHAUSTED. */
  readonly maxMessageBytes?: number;
  /** Calls of one connection at a time; its further calls wait at the caller's. Each may hold `maxMessageBytes`. Default 256. */
  readonly maxConcurrentCalls?: number;
  /** Calls that take longer to end are cut off at `stop`. */
  readonly stopGraceMs?: number;
  readonly healthIntervalMs?: number;
  /** Called for each call that ends before a whole request was read. */
  readonly onUnread?: () => void;
}

export interface GrpcServer extends Service {
  /** The bound port; known after `start`. */
  readonly port: () => number;
}

const DEFAULT_MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

/** A gRPC server with the health service. `stop` refuses new calls and waits `stopGraceMs` for those in hand. */
export function createGrpcServer(options: GrpcServerOptions): GrpcServer {
  const server = new Server(serverOptions(options));
  for (const { definition, implementation } of options.services) server.addService(definition, implementation);
  const health = addHealthService(server, options.checks, options.healthIntervalMs ?? 5_000);
  let boundPort: number | undefined;
  const start = async (): Promise<void> => {
    boundPort = await bind(server, options);
    await health.start();
  };
  return {
    name: "grpc",
    start,
    stop: () => {
      health.stop();
      return shutDown(server, options.stopGraceMs ?? 5_000);
    },
    port: () => {
      if (boundPort === undefined) throw new ParapetError("not_started", "the gRPC server has no port before start");
      return boundPort;
    },
  };
}

/** Keepalive bounds: a peer that vanished is noticed within 80 s, and no caller may ping more often than every 10 s. */
function serverOptions(options: GrpcServerOptions): ServerOptions {
  const { maxMessageBytes = DEFAULT_MAX_MESSAGE_BYTES, maxConcurrentCalls = 256, onUnread } = options;
  return {
    "grpc.max_receive_message_length": maxMessageBytes,
    "grpc.max_send_message_length": maxMessageBytes,
    "grpc.keepalive_time_ms": 60_000,
    "grpc.keepalive_timeout_ms": 20_000,
    "grpc.http2.min_ping_interval_without_data_ms": 10_000,
    "grpc.max_concurrent_streams": maxConcurrentCalls,
    ...(onUnread === undefined ? {} : { interceptors: [countUnreadCalls(onUnread)] }),
  };
}

function bind(server: Server, { host, port, tls }: GrpcServerOptions): Promise<number> {
  const address = host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentialsOf(tls), (error, bound) => {
      if (error === null) return resolve(bound);
      const message = `gRPC cannot listen on ${address}; free the port or set another one`;
      return reject(new ParapetError("listen_failed", message, { cause: error }));
    });
  });
}

function credentialsOf(tls: TlsFiles | undefined): ServerCredentials {
  if (tls === undefined) return ServerCredentials.createInsecure();
  const pair = { cert_chain: Buffer.from(tls.cert), private_key: Buffer.from(tls.key) };
  const ca = tls.ca === undefined ? null : Buffer.from(tls.ca);
  return ServerCredentials.createSsl(ca, [pair], ca !== null);
}

function shutDown(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cutOff = setTimeout(() => {
      server.forceShutdown();
      resolve();
    }, graceMs);
    server.tryShutdown(() => {
      clearTimeout(cutOff);
      resolve();
    });
  });
}
