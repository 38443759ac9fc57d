import { callIdOf } from "./call-key.ts";

const SPACE = 0x20;
/** The longest word that stands for no id, `undefined`, and some room. */
const LONGEST_PLACEHOLDER = 16;
/** What engines make of their own ids has at least this many hexadecimal digits in a row behind the prefix. */
const ENGINE_DIGITS = 16;
const DASH = 0x2d;
/** `chatcmpl`, `cmpl` and `embd` end on one of these. */
const lastOfPrefix: ReadonlySet<number> = new Set([0x6c, 0x64]);

/** Where, in ASCII bytes, the id of a call stands, as `callIdOf` finds it in their text. Made once, asked for each row. */
export class CallIdPlace {
  at = 0;
  end = 0;

  /** True where `[at, end)` holds an id, whose place is then `this.at` and `this.end`. */
  find(bytes: Uint8Array, at: number, end: number): boolean {
    let start = at;
    let stop = end;
    while (start < stop && isBlank(bytes[start])) start += 1;
    while (stop > start && isBlank(bytes[stop - 1])) stop -= 1;
    this.at = start;
    this.end = stop;
    if (stop - start > LONGEST_PLACEHOLDER && !mayBeEngineId(bytes, start, stop)) return true;
    return this.#findInText(bytes, start, stop);
  }

  #findInText(bytes: Uint8Array, at: number, end: number): boolean {
    const text = ascii.decode(bytes.subarray(at, end));
    const known = callIdOf({ response_id: text, request_id: "" });
    if (known === null) return false;
    this.at = at + text.indexOf(known.id);
    this.end = this.at + known.id.length;
    return true;
  }
}

const ascii = new TextDecoder("latin1");

/** What `trim` takes off ASCII text. */
function isBlank(byte = SPACE): boolean {
  return byte === SPACE || (byte >= 0x09 && byte <= 0x0d);
}

/** Whether digits enough stand behind the first dash for an id that an engine derives others from. Rarely true of others. */
function mayBeEngineId(bytes: Uint8Array, at: number, end: number): boolean {
  let dash = at;
  while (dash < end && bytes[dash] !== DASH) dash += 1;
  if (end - dash <= ENGINE_DIGITS || !lastOfPrefix.has(bytes[dash - 1] ?? 0)) return false;
  for (let index = dash + 1; index <= dash + ENGINE_DIGITS; index += 1) {
    if (!isHexOrDash(bytes[index] ?? 0)) return false;
  }
  return true;
}

function isHexOrDash(byte: number): boolean {
  return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66) || byte === DASH;
}
