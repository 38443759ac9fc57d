import type { MappingRow } from "../testing/mapping-row.ts";

/** The attributes of any span and their columns; the name that wins comes first. */
export const rows: readonly MappingRow[] = [
  { column: "session_id", sources: [["session.id", "sessionId-0", "sessionId-0"]] },
  {
    column: "user_id",
    sources: [
      ["user.id", "userId-0", "userId-0"],
      ["enduser.id", "userId-1", "userId-1"],
    ],
  },
  { column: "error_type", sources: [["error.type", "errorType-0", "errorType-0"]] },
  {
    column: "server_address",
    sources: [
      ["server.address", "serverAddress-0", "serverAddress-0"],
      ["net.peer.name", "serverAddress-1", "serverAddress-1"],
    ],
  },
  {
    column: "region",
    sources: [
      ["cloud.region", "region-0", "region-0"],
      ["aws.region", "region-1", "region-1"],
      ["server.address", "bedrock-runtime.us-east-1.amazonaws.com", "us-east-1"],
      ["net.peer.name", "europe-west4-aiplatform.googleapis.com", "europe-west4"],
    ],
  },
  {
    column: "environment",
    sources: [
      ["deployment.environment.name", "environment-0", "environment-0"],
      ["deployment.environment", "environment-1", "environment-1"],
    ],
  },
  { column: "release", sources: [["service.version", "release-0", "release-0"]] },
  {
    column: "environment",
    on: "resource",
    sources: [
      ["deployment.environment.name", "r0", "r0"],
      ["deployment.environment", "r1", "r1"],
    ],
  },
  { column: "release", on: "resource", sources: [["service.version", "r0", "r0"]] },
];
