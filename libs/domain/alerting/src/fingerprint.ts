import type { Labels } from "./labels.ts";

const OFFSET_BASIS = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;
/** No byte of UTF-8 has this value, so no label can imitate the border between two. */
const SEPARATOR = 0xff;

const encoder = new TextEncoder();

/**
 * The identity of an alert: FNV-1a 64 over its labels in order of name, each name and each value followed by 0xFF, as
 * 16 hex digits. The same number as `LabelSet.Fingerprint` of Prometheus (`common/model/signature.go`), so that
 * Alertmanager shows our alerts under our ids.
 */
export function fingerprintLabels(labels: Labels): string {
  let hash = OFFSET_BASIS;
  const add = (byte: number): void => {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  };
  for (const name of Object.keys(labels).sort()) {
    for (const part of [name, labels[name] ?? ""]) {
      encoder.encode(part).forEach(add);
      add(SEPARATOR);
    }
  }
  return hash.toString(16).padStart(16, "0");
}
