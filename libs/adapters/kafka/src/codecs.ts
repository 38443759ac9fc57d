import { createRequire } from "node:module";
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";

import kafkajs from "kafkajs";
import { compressFrame, decompressFrame } from "lz4-napi";

const { CompressionCodecs, CompressionTypes } = kafkajs;

const require = createRequire(import.meta.url);
const compressZstd = promisify(zstdCompress);
const decompressZstd = promisify(zstdDecompress);

/** What kafkajs hands to a codec: an encoder whose `buffer` holds the records. */
interface RecordsEncoder {
  readonly buffer: Buffer;
}

interface Codec {
  readonly compress: (encoder: RecordsEncoder) => Promise<Buffer>;
  readonly decompress: (buffer: Buffer) => Promise<Buffer>;
}

/**
 * Teaches kafkajs the codecs it lacks, so that batches of every producer can be read. Kafka's LZ4 is the frame format;
 * its Snappy is either raw or framed as the Java client does. The registry is kafkajs's own global; repeating is harmless.
 */
export function registerCodecs(): void {
  const snappy: () => Codec = require("kafkajs-snappy"); // It ships no types, so it cannot be imported.
  CompressionCodecs[CompressionTypes.Snappy] = snappy;
  CompressionCodecs[CompressionTypes.LZ4] = (): Codec => ({
    compress: ({ buffer }) => compressFrame(buffer),
    decompress: (buffer) => decompressFrame(buffer),
  });
  CompressionCodecs[CompressionTypes.ZSTD] = (): Codec => ({
    compress: ({ buffer }) => compressZstd(buffer),
    decompress: (buffer) => decompressZstd(buffer),
  });
}
