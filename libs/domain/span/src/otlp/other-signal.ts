import { ProtoReader } from "./proto-reader.ts";
import { FIXED32, FIXED64, LENGTH_DELIMITED, VARINT } from "./wire-type.ts";

/** Wire type of each known field of a record; a field that is not listed is allowed to be anything. */
type Layout = ReadonlyMap<number, number>;

const ABSENT = -1;

/** LogRecord of opentelemetry-proto `logs/v1/logs.proto`. */
const logRecord: Layout = new Map([
  [1, FIXED64],
  [2, VARINT],
  [3, LENGTH_DELIMITED],
  [5, LENGTH_DELIMITED],
  [6, LENGTH_DELIMITED],
  [7, VARINT],
  [8, FIXED32],
  [9, LENGTH_DELIMITED],
  [10, LENGTH_DELIMITED],
  [11, FIXED64],
  [12, LENGTH_DELIMITED],
]);
/** Times, severity, attributes and flags of a LogRecord: fields in which a span has other wire types. */
const evidenceOfLogRecord = [1, 2, 6, 7, 8, 11];

/** Metric of `metrics/v1/metrics.proto`: name, description, unit, one of five kinds of data, metadata. */
const metric: Layout = new Map([
  ...[1, 2, 3, 5, 7, 9, 10, 11, 12].map((field): [number, number] => [field, LENGTH_DELIMITED]),
  [6, ABSENT],
  [8, ABSENT],
]);
/** A sum, an exponential histogram, metadata: fields in which a span has other wire types. */
const evidenceOfMetric = [7, 10, 12];
const GAUGE = 5;
const histogramOrSummary = [9, 11];

/**
 * Tells logs and metrics from damaged traces, for bytes in which no span could be read. The three requests share their
 * outer layout (resource, scope, records in fields 1, 2, 2), so the records decide: the message is another signal when
 * it is well formed, and each of its records has the wire types of a LogRecord (or each those of a Metric) and a field
 * that only that signal has. A gauge, a histogram and a summary have none: there a data message where a span has its
 * name, or data of field 9 or 11 without a name, is taken as evidence.
 */
export function isOtherSignal(bytes: Uint8Array): boolean {
  const reader = new ProtoReader(bytes);
  const fits = { logRecord: true, metric: true, records: 0 };
  const matchEachRecord = () => eachMessage(reader, 2, () => matchRecord(reader, fits));
  eachMessage(reader, 1, () => eachMessage(reader, 2, matchEachRecord));
  return reader.failure === null && fits.records > 0 && (fits.logRecord || fits.metric);
}

function eachMessage(reader: ProtoReader, field: number, visit: () => void): void {
  while (reader.next()) {
    if (reader.field !== field || reader.wireType !== LENGTH_DELIMITED) {
      reader.skip();
      continue;
    }
    const end = reader.enter();
    visit();
    reader.leave(end);
  }
}

function matchRecord(reader: ProtoReader, fits: { logRecord: boolean; metric: boolean; records: number }): void {
  const seen = new Map<number, number>();
  let isGauge = false;
  while (reader.next()) {
    seen.set(reader.field, reader.wireType);
    // The first field of a Gauge is its data points: tag 0x0A, a line feed, which no span name starts with.
    if (reader.field === GAUGE) isGauge = reader.string().startsWith("\n");
    else reader.skip();
  }
  const has = (field: number) => seen.has(field);
  const isData = isGauge || (!has(GAUGE) && histogramOrSummary.some(has));
  fits.records += 1;
  fits.logRecord &&= hasLayout(seen, logRecord) && evidenceOfLogRecord.some(has);
  fits.metric &&= hasLayout(seen, metric) && (isData || evidenceOfMetric.some(has));
}

function hasLayout(seen: Layout, layout: Layout): boolean {
  return [...seen].every(([field, wireType]) => (layout.get(field) ?? wireType) === wireType);
}
