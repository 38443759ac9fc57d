/** Whether all bytes in `[at, end)` are ASCII. */
export function isAscii(bytes: Uint8Array, at: number, end: number): boolean {
  for (let index = at; index < end; index += 1) {
    if ((bytes[index] ?? 0) > 0x7f) return false;
  }
  return true;
}

/** Whether `needle` is somewhere in `[at, end)`. */
export function hasBytes(bytes: Uint8Array, at: number, end: number, needle: Uint8Array): boolean {
  const first = needle[0] ?? 0;
  const last = end - needle.length;
  for (let start = at; start <= last; start += 1) {
    if (bytes[start] !== first) continue;
    let matched = 1;
    while (matched < needle.length && bytes[start + matched] === needle[matched]) matched += 1;
    if (matched === needle.length) return true;
  }
  return false;
}
