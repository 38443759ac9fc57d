import type { Exemplar, Labels, MetricSample } from "./metric-sample.ts";
import { parseMetricValue } from "./parse-metric-value.ts";

const NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const LABEL = /[ \t]*([a-zA-Z_][a-zA-Z0-9_]*)[ \t]*=[ \t]*"/y;
const SEPARATOR = /[ \t]*(,|(?=\}))/y;
const CLOSE = /[ \t]*\}/y;
const NO_LABELS: Labels = new Map();

/** A moment before this many units is in seconds (OpenMetrics), after it in milliseconds (Prometheus text 0.0.4). */
const SECONDS_UNTIL = 1e11;

interface Parsed<T> {
  readonly value: T;
  /** Index of the first character after it. */
  readonly end: number;
}

/** Reads `name{label="value",…} value [timestamp] [# {…} value [timestamp]]`; null for a line that is not so. */
export function parseSampleLine(line: string): MetricSample | null {
  const nameEnd = matchAt(NAME, line, 0);
  if (nameEnd === null) return null;
  const labels = parseLabels(line, skipBlanks(line, nameEnd));
  if (labels === null) return null;
  const [own = "", exemplarText] = splitOnce(line.slice(labels.end), " # ");
  const numbers = parseValueAndTime(own);
  if (numbers === null) return null;
  const exemplar = exemplarText === undefined ? null : parseExemplar(exemplarText.trimStart());
  if (exemplarText !== undefined && exemplar === null) return null;
  return { name: line.slice(0, nameEnd), labels: labels.value, ...numbers, exemplar };
}

function parseExemplar(text: string): Exemplar | null {
  const labels = text.startsWith("{") ? parseLabels(text, 0) : null;
  const numbers = labels === null ? null : parseValueAndTime(text.slice(labels.end));
  return labels === null || numbers === null ? null : { labels: labels.value, ...numbers };
}

/** Reads `{…}` at `start`, blanks and a last comma allowed; no labels where there is no brace. */
function parseLabels(line: string, start: number): Parsed<Labels> | null {
  if (line[start] !== "{") return { value: NO_LABELS, end: start };
  const labels = new Map<string, string>();
  let position = start + 1;
  for (;;) {
    const close = matchAt(CLOSE, line, position);
    if (close !== null) return { value: labels, end: close };
    LABEL.lastIndex = position;
    const name = LABEL.exec(line)?.[1];
    if (name === undefined) return null;
    const value = parseQuoted(line, LABEL.lastIndex);
    const next = value === null ? null : matchAt(SEPARATOR, line, value.end);
    if (value === null || next === null) return null;
    labels.set(name, value.value);
    position = next;
  }
}

/** Reads up to the closing quote; `start` is the character after the opening one. */
function parseQuoted(line: string, start: number): Parsed<string> | null {
  for (let end = line.indexOf('"', start); end !== -1; end = line.indexOf('"', end + 1)) {
    if (isEscaped(line, start, end)) continue;
    return { value: unescapeText(line.slice(start, end)), end: end + 1 };
  }
  return null;
}

function isEscaped(line: string, start: number, quote: number): boolean {
  let backslashes = 0;
  while (quote - backslashes > start && line[quote - backslashes - 1] === "\\") backslashes += 1;
  return backslashes % 2 === 1;
}

/** Resolves `\\`, `\"` and `\n`; any other escape stands for itself, as Prometheus reads it. */
export function unescapeText(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\([\\"n])/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
}

function parseValueAndTime(text: string): { readonly value: number; readonly timestampMs: number | null } | null {
  const [valueText = "", timeText, ...rest] = text.trim().split(/[ \t]+/);
  const value = parseMetricValue(valueText);
  if (value === null || rest.length > 0) return null;
  if (timeText === undefined) return { value, timestampMs: null };
  const time = parseMetricValue(timeText);
  if (time === null || !Number.isFinite(time)) return null;
  return { value, timestampMs: Math.abs(time) < SECONDS_UNTIL ? time * 1000 : time };
}

function matchAt(pattern: RegExp, line: string, position: number): number | null {
  pattern.lastIndex = position;
  return pattern.test(line) ? pattern.lastIndex : null;
}

function skipBlanks(line: string, position: number): number {
  let next = position;
  while (line[next] === " " || line[next] === "\t") next += 1;
  return next;
}

function splitOnce(text: string, separator: string): readonly string[] {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
}
