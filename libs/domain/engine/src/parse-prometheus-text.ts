import { type MetricFamily, type MetricSample, type MetricType, metricTypes } from "./metric-sample.ts";
import { parseSampleLine, unescapeText } from "./parse-sample-line.ts";

export interface ParseLimits {
  /** Length of the text in UTF-16 units that is looked at. */
  readonly maxBytes: number;
  readonly maxSamples: number;
}

export interface PrometheusText {
  readonly families: ReadonlyMap<string, MetricFamily>;
  readonly samples: readonly MetricSample[];
  /** Lines that are no comment and no sample. */
  readonly badLines: number;
  /** A limit was reached, and the rest of the payload was not read. */
  readonly isTruncated: boolean;
}

export const defaultParseLimits: ParseLimits = { maxBytes: 8 * 1024 * 1024, maxSamples: 200_000 };

/** `s`, because a text may hold U+2028, where a plain `.` would stop and try every blank before it anew. */
const COMMENT = /^#[ \t]*(HELP|TYPE|UNIT)[ \t]+(\S+)(?:[ \t]+(.*))?$/s;

/**
 * Reads the Prometheus text format 0.0.4 and what OpenMetrics 1.0 adds to it (exemplars, `# UNIT`, `# EOF`, times in
 * seconds). Faults cost a line, never the payload: exporters print `HELP name` without a text, blanks after commas,
 * and NaN in the spelling of their C library.
 */
export function parsePrometheusText(text: string, limits: ParseLimits = defaultParseLimits): PrometheusText {
  const families = new Map<string, MetricFamily>();
  const samples: MetricSample[] = [];
  const end = lastWholeLineEnd(text, limits.maxBytes);
  let badLines = 0;
  let position = 0;
  while (position < end && samples.length < limits.maxSamples) {
    const newline = text.indexOf("\n", position);
    const lineEnd = newline === -1 || newline > end ? end : newline;
    const line = text.slice(position, lineEnd).trim();
    position = lineEnd + 1;
    if (line === "# EOF") return { families, samples, badLines, isTruncated: false };
    if (line === "") continue;
    if (line.startsWith("#")) {
      describeFamily(families, line);
      continue;
    }
    const sample = parseSampleLine(line);
    if (sample === null) badLines += 1;
    else samples.push(sample);
  }
  return { families, samples, badLines, isTruncated: position < text.trimEnd().length };
}

/** Where to stop so that a text cut by the limit does not end in half a line, which could read as a smaller number. */
function lastWholeLineEnd(text: string, maxLength: number): number {
  if (text.length <= maxLength) return text.length;
  return Math.max(0, text.lastIndexOf("\n", maxLength));
}

/** Comments that describe nothing are legal and carry nothing. */
function describeFamily(families: Map<string, MetricFamily>, line: string): void {
  const [, keyword, name, rest = ""] = COMMENT.exec(line) ?? [];
  if (name === undefined) return;
  const known = families.get(name) ?? { name, type: "untyped", help: "", unit: "" };
  if (keyword === "TYPE") families.set(name, { ...known, type: metricType(rest) });
  else if (keyword === "UNIT") families.set(name, { ...known, unit: rest });
  else families.set(name, { ...known, help: unescapeText(rest) });
}

function metricType(text: string): MetricType {
  return metricTypes.find((type) => type === text.trim().toLowerCase()) ?? "untyped";
}
