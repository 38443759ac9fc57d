import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import { encodeStatus, grpcStatusOf, statusToJson } from "@parapet/rpc";

import type { Accepted, ExportEncoding } from "./export-request.ts";
import { encodeExportResponse, exportResponseToJson } from "./export-response.ts";
import { retryAfterMsOf, statusOf, type Refusal } from "./refusal.ts";

const mediaTypes: Readonly<Record<ExportEncoding, string>> = {
  otlp_proto: "application/x-protobuf",
  otlp_json: "application/json",
};

/** What a caller is told, before it is put into the caller's encoding. */
interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly protobuf: () => Uint8Array;
  readonly json: () => object;
}

/** Answers an export in the encoding of its request; JSON where the request's is unknown. */
export function answerExport(
  response: ServerResponse,
  encoding: ExportEncoding | null,
  outcome: Accepted | Refusal,
): void {
  const { status, headers, protobuf, json } = outcome.kind === "accepted" ? acceptance(outcome) : refusal(outcome);
  const body = encoding === "otlp_proto" ? protobuf() : JSON.stringify(json());
  response.writeHead(status, { ...headers, "content-type": mediaTypes[encoding ?? "otlp_json"] }).end(body);
}

function acceptance(accepted: Accepted): Answer {
  return {
    status: 200,
    headers: {},
    protobuf: () => encodeExportResponse(accepted),
    json: () => exportResponseToJson(accepted),
  };
}

/** The rest of a refused body is not read, so the connection cannot serve another request. */
function refusal({ reason, message }: Refusal): Answer {
  const { http, grpc } = statusOf(reason);
  const retryAfterMs = retryAfterMsOf(reason);
  const status = { code: grpcStatusOf(grpc), message, ...(retryAfterMs === null ? {} : { retryAfterMs }) };
  return {
    status: http,
    headers: {
      connection: "close",
      ...(retryAfterMs === null ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1_000)) }),
      ...(reason === "unauthenticated" ? { "www-authenticate": "Bearer" } : {}),
    },
    protobuf: () => encodeStatus(status),
    json: () => statusToJson(status),
  };
}
