const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;
/** Larger frames do not exist. */
const MAX_FRAME_BYTES = 24 * 1024 * 1024;

/**
 * The payloads of an AWS event stream; null when the bytes are none. A frame is its length, the length of its headers,
 * a checksum of both, headers, payload, and a checksum; checksums are not verified, since nothing is acted upon but
 * counts. A stream that is cut yields the frames before the cut.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/RESTSelectObjectAppendix.html
 */
export function eventStreamPayloads(bytes: Uint8Array): readonly Uint8Array[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const payloads: Uint8Array[] = [];
  let at = 0;
  while (at + PRELUDE_BYTES + CHECKSUM_BYTES <= bytes.length) {
    const frameBytes = view.getUint32(at);
    const headerBytes = view.getUint32(at + 4);
    const payloadBytes = frameBytes - headerBytes - PRELUDE_BYTES - CHECKSUM_BYTES;
    if (frameBytes > MAX_FRAME_BYTES || payloadBytes < 0) return payloads.length === 0 ? null : payloads;
    if (at + frameBytes > bytes.length) break;
    const start = at + PRELUDE_BYTES + headerBytes;
    payloads.push(bytes.subarray(start, start + payloadBytes));
    at += frameBytes;
  }
  return payloads.length === 0 ? null : payloads;
}
