import { credentials, makeGenericClientConstructor, Metadata, type ServiceError } from "@grpc/grpc-js";

/** What a sender was answered, as text: status, message and body. */
export type Answer = string;

export interface PlantedSenders {
  readonly overGrpc: (service: "trace" | "logs", body: Uint8Array) => Promise<Answer>;
  readonly overHttp: (
    path: "/v1/traces" | "/v1/logs",
    type: "json" | "x-protobuf",
    body: string | Uint8Array,
  ) => Promise<Answer>;
  readonly close: () => void;
}

const same = (bytes: Buffer): Buffer => bytes;

/** Senders of bytes as they are, broken or not, to both of the gateway's ports. */
export function createPlantedSenders({
  otlpUrl,
  otlpAddress,
}: {
  readonly otlpUrl: string;
  readonly otlpAddress: string;
}): PlantedSenders {
  const clientOf = (service: "trace" | "logs"): InstanceType<ReturnType<typeof makeGenericClientConstructor>> => {
    const name = `opentelemetry.proto.collector.${service}.v1.${service === "trace" ? "Trace" : "Logs"}Service`;
    const Client = makeGenericClientConstructor(
      {
        export: {
          path: `/${name}/Export`,
          requestStream: false,
          responseStream: false,
          requestSerialize: same,
          requestDeserialize: same,
          responseSerialize: same,
          responseDeserialize: same,
        },
      },
      name,
    );
    return new Client(otlpAddress, credentials.createInsecure());
  };
  const clients = { trace: clientOf("trace"), logs: clientOf("logs") };
  return {
    overGrpc: (service, body) =>
      new Promise((resolve) => {
        const answered = (error: ServiceError | null, answer?: Buffer): void =>
          resolve(
            error === null
              ? `0 ${answer?.toString("latin1") ?? ""}`
              : `${error.code} ${error.message} ${metadataOf(error)}`,
          );
        clients[service]["export"]?.(Buffer.from(body), answered);
      }),
    async overHttp(path, type, body) {
      const response = await fetch(`${otlpUrl}${path}`, {
        method: "POST",
        headers: { "content-type": `application/${type}` },
        body: typeof body === "string" ? body : Buffer.from(body),
      }).catch(() => null);
      // Whoever is refused while sending may see the connection end first.
      if (response === null) return "no answer";
      const headers = JSON.stringify([...response.headers]);
      return `${response.status} ${headers} ${Buffer.from(await response.arrayBuffer()).toString("latin1")}`;
    },
    close: () => Object.values(clients).forEach((client) => client.close()),
  };
}

function metadataOf({ metadata, details }: ServiceError): string {
  const values = metadata instanceof Metadata ? JSON.stringify(metadata.toJSON()) : "";
  return `${details} ${values}`;
}
