import { isJsonList, isJsonObject, isValueList, jsonOfAnyValue, parseJson, textOfAnyValue } from "../otlp/any-value.ts";
import type { JsonObject, JsonValue } from "../otlp/any-value.ts";
import type { AnyValue } from "../otlp/otlp-span.ts";
import { parsePythonRepr } from "./python-repr.ts";

/** Makes of an attribute value what a fact holds; undefined where the value does not say it. */
export type Reader<T> = (value: AnyValue) => T | undefined;

/** More tokens than any call uses; keeps sums of several counts within 32 bits. */
export const MAX_TOKENS = 500_000_000;

export const readText: Reader<string> = (value) => {
  if (typeof value === "string") return value === "" ? undefined : value;
  return value === null || typeof value === "object" ? undefined : String(value);
};

export const readNumber: Reader<number> = (value) => {
  const isNumeric = typeof value === "number" || typeof value === "bigint";
  const isNumericText = typeof value === "string" && value.trim() !== "";
  const number = isNumeric || isNumericText ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
};

/** A count of tokens: a whole number, also as text; never negative, never absurd. */
export const readCount: Reader<number> = (value) => {
  const number = readNumber(value);
  return number !== undefined && Number.isInteger(number) && number >= 0 && number <= MAX_TOKENS ? number : undefined;
};

export const readMillisOfSeconds: Reader<number> = (value) => {
  const seconds = readNumber(value);
  return seconds === undefined || seconds < 0 ? undefined : seconds * 1000;
};

/** Booleans also as Python and JavaScript print them. */
export const readBool: Reader<boolean> = (value) => {
  if (typeof value === "boolean") return value;
  const text = readText(value)?.trim().toLowerCase();
  if (text === "true" || text === "1") return true;
  return text === "false" || text === "0" ? false : undefined;
};

/** A list of texts: a list, one in JSON or as Python prints it, or one text alone. */
export const readTexts: Reader<readonly string[]> = (value) => {
  const json =
    typeof value === "string" && value.startsWith("[") ? (parseJson(value) ?? parsePythonRepr(value)) : undefined;
  if (isJsonList(json)) return json.map(textOfJson);
  if (isValueList(value)) return value.map(textOfAnyValue);
  const text = readText(value);
  return text === undefined ? undefined : [text];
};

/** As `readTexts`, and a text alone may hold several, separated by commas. */
export const readTags: Reader<readonly string[]> = (value) => {
  const texts = readTexts(value);
  const isOneText = typeof value === "string" && texts?.length === 1 && texts[0] === value;
  const tags = isOneText ? value.split(",") : texts;
  return tags?.map((tag) => tag.trim()).filter((tag) => tag !== "");
};

/** JSON text of a structured value; text that already is JSON stays as it was sent. */
export const readJsonText: Reader<string> = (value) =>
  value === null ? undefined : textOfAnyValue(value) || undefined;

const ISO_TIME =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9})\d{0,9})?(?:[Zz]|([+-]\d{2}):?(\d{2}))?$/;

/** Nanoseconds since the epoch of an ISO 8601 text, which some senders quote twice; UTC where it names no zone. */
export const readIsoUnixNano: Reader<bigint> = (value) => {
  if (typeof value !== "string") return undefined;
  const [whole, date, time, fraction = "", hours, minutes] = ISO_TIME.exec(value.replaceAll('"', "").trim()) ?? [];
  if (whole === undefined) return undefined;
  const zone = hours === undefined ? "Z" : `${hours}:${minutes}`;
  const millis = Date.parse(`${date}T${time}${zone}`);
  return Number.isNaN(millis) ? undefined : BigInt(millis) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
};

/** The object that a value is, or that its text is in JSON or as Python prints it. */
export const readJsonObject: Reader<JsonObject> = (value) => {
  const json = typeof value === "string" ? (parseJson(value) ?? pythonObject(value)) : jsonOfAnyValue(value);
  return isJsonObject(json) ? json : undefined;
};

function pythonObject(text: string): JsonValue | undefined {
  return /^\s*\{/.test(text) ? parsePythonRepr(text) : undefined;
}

/** A text without the quotes of JSON, for senders that write every value as JSON; any other value as it is. */
export function unquoted(value: AnyValue): AnyValue {
  const json = typeof value === "string" && value.startsWith('"') ? parseJson(value) : undefined;
  return typeof json === "string" ? json : value;
}

export function textOfJson(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
