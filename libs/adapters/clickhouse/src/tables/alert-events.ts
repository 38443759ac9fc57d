import type { AlertEventRow } from "../rows.ts";
import { risingTime } from "./shared-columns.ts";
import { arrival, weekOf, type Table } from "./table.ts";

const word = { type: "LowCardinality(String)" } as const;
const labels = { type: "Map(LowCardinality(String), String)" } as const;

export const alertEvents: Table<AlertEventRow> = {
  name: "alert_events",
  columns: {
    tenant: { ...word, about: "whose alert it is" },
    at: { ...risingTime, about: "time of the change" },
    fingerprint: { type: "String", about: "names the alert across its changes" },
    rule: { ...word, about: "the rule" },
    rule_kind: { ...word, about: "its kind" },
    state: { ...word, about: "`pending`, `firing` or `resolved`" },
    severity: { ...word, about: "as the rule says" },
    labels: { ...labels, about: "what the alert is about" },
    annotations: { ...labels, about: "texts for people" },
    value: { type: "Nullable(Float64)", about: "what was measured" },
    threshold: { type: "Nullable(Float64)", about: "what it was compared with" },
    sample_count: { type: "Nullable(UInt64)", about: "how many samples it rests on" },
    starts_at: { type: "DateTime64(9, 'UTC')", about: "since when the condition holds" },
  },
  computed: arrival,
  sortKey: ["tenant", "at", "fingerprint"],
  partitionKey: weekOf("at"),
  recheckKey: [],
};
