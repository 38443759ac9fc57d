import type { FindingRow } from "../rows.ts";
import { coordinateColumns, spanKeyColumns } from "./shared-columns.ts";
import { arrival, weekOf, type Table } from "./table.ts";

const word = { type: "LowCardinality(String)" } as const;

export const findings: Table<FindingRow> = {
  name: "findings",
  columns: {
    ...coordinateColumns,
    ...spanKeyColumns,
    category: { ...word, about: "which risk" },
    detector: { ...word, about: "who found it" },
    entity: { ...word, about: "which kind of value; empty for categories without entities" },
    severity: { ...word, about: "how grave it is" },
    score: { type: "Float32", about: "calibrated probability in [0, 1]" },
    location: { ...word, about: "which text: `input`, `output`, or a path such as `attributes.http.url`" },
    start: { type: "UInt32", about: "first UTF-16 unit of it in that text, before redaction" },
    end: { type: "UInt32", about: "the unit behind it" },
    fingerprint: { type: "String", about: "keyed hash of the value, hex; empty for classifiers" },
    decision: { ...word, about: "what the policy made of it" },
    service_name: { ...word, about: "of the span" },
    request_model: { ...word, about: "of the span" },
  },
  computed: arrival,
  sortKey: ["tenant", "category", "start_time", "trace_id", "span_id"],
  partitionKey: weekOf("start_time"),
  recheckKey: ["offset", "idx", "span_id", "detector"],
};
