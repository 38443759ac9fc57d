import protobuf from "protobufjs";

/** OTLP traces as their .proto files lay them out. */
const otlp = protobuf.parse(`
  syntax = "proto3";
  message Request { repeated ResourceSpans resource_spans = 1; }
  message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; }
  message Resource { repeated KeyValue attributes = 1; }
  message ScopeSpans { Scope scope = 1; repeated Span spans = 2; }
  message Scope { string name = 1; string version = 2; }
  message KeyValue { string key = 1; AnyValue value = 2; }
  message ArrayValue { repeated AnyValue values = 1; }
  message KeyValueList { repeated KeyValue values = 1; }
  message AnyValue {
    oneof value {
      string string_value = 1;
      bool bool_value = 2;
      int64 int_value = 3;
      double double_value = 4;
      ArrayValue array_value = 5;
      KeyValueList kvlist_value = 6;
      bytes bytes_value = 7;
    }
  }
  message Status { string message = 2; int32 code = 3; }
  message Event { fixed64 time_unix_nano = 1; string name = 2; repeated KeyValue attributes = 3; }
  message Span {
    bytes trace_id = 1;
    bytes span_id = 2;
    bytes parent_span_id = 4;
    string name = 5;
    int32 kind = 6;
    fixed64 start_time_unix_nano = 7;
    fixed64 end_time_unix_nano = 8;
    repeated KeyValue attributes = 9;
    repeated Event events = 11;
    Status status = 15;
  }
`);
const requestType = otlp.root.lookupType("Request");

interface PeerValue {
  readonly stringValue?: string;
  readonly intValue?: { toNumber: () => number } | number;
  readonly doubleValue?: number;
  readonly boolValue?: boolean;
  readonly arrayValue?: { readonly values: readonly PeerValue[] };
}
interface PeerAttribute {
  readonly key: string;
  readonly value: PeerValue;
}
interface PeerSpan {
  readonly traceId: Uint8Array;
  readonly spanId: Uint8Array;
  readonly name: string;
  readonly startTimeUnixNano: unknown;
  readonly endTimeUnixNano: unknown;
  readonly attributes: readonly PeerAttribute[];
}
interface PeerRequest {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly PeerSpan[] }[] }[];
}

/** Columns and the attributes that say them, newest first: the names that the sample's spans use, and those before. */
const keysOfColumn: Readonly<Record<string, readonly string[]>> = {
  operation: ["gen_ai.operation.name"],
  provider: ["gen_ai.provider.name", "gen_ai.system"],
  request_model: ["gen_ai.request.model"],
  response_model: ["gen_ai.response.model"],
  response_id: ["gen_ai.response.id"],
  input_tokens: ["gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens"],
  output_tokens: ["gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens"],
  cache_read_tokens: ["gen_ai.usage.cache_read.input_tokens"],
  reasoning_tokens: ["gen_ai.usage.reasoning.output_tokens"],
  finish_reasons: ["gen_ai.response.finish_reasons"],
  session_id: ["gen_ai.conversation.id", "session.id"],
  user_id: ["user.id", "enduser.id"],
  server_address: ["server.address"],
  is_streaming: ["gen_ai.request.stream"],
  request_temperature: ["gen_ai.request.temperature"],
  ttft_s: ["gen_ai.response.time_to_first_chunk"],
};

/** The usual way: generated classes for the bytes, then an object per span. Unpriced. Answers the number of spans. */
export function mapByProtobufjs(bytes: Uint8Array): number {
  const request: object = requestType.decode(bytes);
  if (!isRequest(request)) return 0;
  const rows = request.resourceSpans.flatMap(({ scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) => spans.map((span) => rowOf(span))),
  );
  return rows.length;
}

function isRequest(value: object): value is PeerRequest {
  return "resourceSpans" in value;
}

function rowOf(span: PeerSpan): object {
  const attributes = new Map(span.attributes.map(({ key, value }) => [key, value]));
  const row: Record<string, unknown> = {
    trace_id: span.traceId,
    span_id: span.spanId,
    name: span.name,
    start_time: span.startTimeUnixNano,
    end_time: span.endTimeUnixNano,
  };
  for (const [column, keys] of Object.entries(keysOfColumn)) {
    const key = keys.find((name) => attributes.has(name));
    row[column] = key === undefined ? null : plainValue(attributes.get(key));
  }
  return row;
}

function plainValue(value: PeerValue | undefined): unknown {
  if (value === undefined) return null;
  if (value.arrayValue) return value.arrayValue.values.map(plainValue);
  if (value.intValue) return typeof value.intValue === "number" ? value.intValue : value.intValue.toNumber();
  return value.stringValue ?? value.doubleValue ?? value.boolValue;
}
