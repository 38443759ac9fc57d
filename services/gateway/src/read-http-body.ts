import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { Writable, type Transform } from "node:stream";
import { createGunzip, createInflate, createZstdDecompress } from "node:zlib";

import { overloaded, type Body } from "./admit-request.ts";
import type { ByteLease } from "./byte-budget.ts";
import type { ExportEncoding } from "./export-request.ts";
import { refused, type Refusal } from "./refusal.ts";

const encodingByMediaType: ReadonlyMap<string, ExportEncoding> = new Map([
  ["application/x-protobuf", "otlp_proto"],
  ["application/json", "otlp_json"],
]);

const decompressors: ReadonlyMap<string, (() => Transform) | null> = new Map([
  ["", null],
  ["identity", null],
  ["gzip", () => createGunzip()],
  ["deflate", () => createInflate()],
  ["zstd", () => createZstdDecompress()],
]);

/** What `content-type` says of the body, without its parameters; null for a type that OTLP does not have. */
export function encodingOf(contentType: string | undefined): ExportEncoding | null {
  const [mediaType = ""] = (contentType ?? "").split(";", 1);
  return encodingByMediaType.get(mediaType.trim().toLowerCase()) ?? null;
}

/**
 * Reads and decompresses a body. The decompressed bytes are counted as they come, so a small body that unfolds to a
 * large one costs no more than the limit.
 */
export async function readHttpBody(
  request: IncomingMessage,
  maxBytes: number,
  lease: ByteLease,
): Promise<Body | Refusal> {
  const encoding = encodingOf(request.headers["content-type"]);
  if (encoding === null) {
    return refused("unsupported_media_type", "content-type must be application/x-protobuf or application/json");
  }
  const decompress = decompressors.get(request.headers["content-encoding"]?.trim().toLowerCase() ?? "");
  if (decompress === undefined) {
    return refused("unsupported_encoding", "content-encoding must be gzip, deflate, zstd or identity");
  }
  if (Number(request.headers["content-length"] ?? 0) > maxBytes) return tooLarge(maxBytes);
  const collector = new BodyCollector(maxBytes, lease);
  try {
    await (decompress === null ? pipeline(request, collector) : pipeline(request, decompress(), collector));
  } catch {
    // The cause is the caller's: a broken compression, a connection that ended early, or the collector's own refusal.
    return collector.refusal ?? refused("unread", "the body ended early or is not what content-encoding says");
  }
  return { kind: "body", encoding, bytes: collector.bytes() };
}

/** Keeps one body within its bounds. Its bytes are copied: kept as they come, chunks of one byte would cost 400 each. */
class BodyCollector extends Writable {
  readonly #maxBytes: number;
  readonly #lease: ByteLease;
  #buffer = Buffer.alloc(0);
  #size = 0;
  refusal: Refusal | null = null;

  constructor(maxBytes: number, lease: ByteLease) {
    super();
    this.#maxBytes = maxBytes;
    this.#lease = lease;
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    const size = this.#size + chunk.length;
    if (size > this.#maxBytes) this.refusal = tooLarge(this.#maxBytes);
    else if (!this.#reserve(size)) this.refusal = overloaded;
    if (this.refusal !== null) return done(new Error(this.refusal.reason));
    this.#buffer.set(chunk, this.#size);
    this.#size = size;
    return done();
  }

  /** A copy without the spare room, for it may wait long in the log. */
  bytes(): Uint8Array {
    return Buffer.copyBytesFrom(this.#buffer, 0, this.#size);
  }

  /** Makes room for `size` bytes, twice as much as before at least, so that bytes are copied twice on average. */
  #reserve(size: number): boolean {
    const held = this.#buffer.length;
    if (size <= held) return true;
    const capacity = Math.min(Math.max(size, 2 * held), this.#maxBytes);
    if (!this.#lease.grow(capacity - held)) return false;
    const grown = Buffer.allocUnsafeSlow(capacity);
    grown.set(this.#buffer.subarray(0, this.#size));
    this.#buffer = grown;
    return true;
  }
}

function tooLarge(maxBytes: number): Refusal {
  return refused("request_too_large", `a request may have ${maxBytes} bytes, decompressed too; send smaller batches`);
}
