import { bytesOfBase64 } from "./any-value.ts";
import { isUnknownObject } from "./json-fields.ts";

/**
 * Bytes in the spellings that JSON senders use: base64 text, an array of numbers, `{data: […]}` as Node prints a Buffer,
 * `{"0": …, "1": …}` as it prints a typed array, `{__bytes_hex}`, or real bytes in a parsed value. Null for anything else.
 */
export function bytesOfJson(value: unknown): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  if (typeof value === "string") return bytesOfBase64(value);
  if (Array.isArray(value)) return bytesOfNumbers(value);
  if (!isUnknownObject(value)) return null;
  const hex = value["__bytes_hex"];
  if (typeof hex === "string") return bytesOfHex(hex);
  const { data } = value;
  if (Array.isArray(data)) return bytesOfNumbers(data);
  return bytesOfNumbers(Object.values(value));
}

/** Lower-case hex of an id of `size` bytes, which OTLP/JSON writes in hex but protobuf's JSON in base64; null if malformed. */
export function idOfJson(value: unknown, size: number): string | null {
  if (value === undefined || value === null || value === "") return "";
  if (typeof value === "string" && value.length === size * 2 && /^[0-9a-f]+$/i.test(value)) return value.toLowerCase();
  const bytes = bytesOfJson(value);
  if (bytes?.length === 0) return "";
  return bytes?.length === size ? hexOfBytes(bytes) : null;
}

function hexOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function bytesOfHex(hex: string): Uint8Array | null {
  if (hex.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(hex)) return null;
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}

function bytesOfNumbers(values: readonly unknown[]): Uint8Array | null {
  const isByte = (value: unknown) => typeof value === "number" && Number.isInteger(value) && value >= 0 && value < 256;
  return values.every(isByte) ? Uint8Array.from(values, Number) : null;
}
