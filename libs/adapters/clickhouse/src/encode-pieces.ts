export interface PieceLimits {
  readonly maxRows: number;
  /** Bytes of encoded rows; one row alone may exceed it. */
  readonly maxBytes: number;
}

/**
 * Rows as newline-delimited JSON, cut into consecutive pieces within the limits. Where it cuts is a pure function of
 * the rows: a replay cuts in the same places, so the n-th piece has the same content under the same token.
 */
export function* encodePieces(rows: readonly object[], { maxRows, maxBytes }: PieceLimits): Generator<Buffer> {
  let lines: string[] = [];
  let bytes = 0;
  for (const row of rows) {
    const line = `${encodeRow(row)}\n`;
    const size = Buffer.byteLength(line);
    if (lines.length > 0 && (lines.length >= maxRows || bytes + size > maxBytes)) {
      yield Buffer.from(lines.join(""));
      lines = [];
      bytes = 0;
    }
    lines.push(line);
    bytes += size;
  }
  if (lines.length > 0) yield Buffer.from(lines.join(""));
}

/** JSON of one row. Lone surrogates, which no UTF-8 text can hold, become U+FFFD. */
function encodeRow(row: object): string {
  const text = JSON.stringify(row);
  return loneSurrogate.test(text) ? JSON.stringify(row, wellFormed) : text;
}

// JSON.stringify escapes only the lone surrogates as \udXXX; a backslash of the text itself may match too, harmlessly.
const loneSurrogate = /\\ud[89a-f]/;

function wellFormed(_key: string, value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.toWellFormed(), item]));
}
