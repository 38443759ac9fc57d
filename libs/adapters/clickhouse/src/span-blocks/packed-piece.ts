import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

/** As much is searched for repetition: a whole piece, whose rows may share a resource of megabytes. */
const WINDOW_LOG = 24;

/** A piece of a block in little memory, for the time until it is sent. */
export class PackedPiece {
  readonly #packed: Uint8Array;

  constructor(piece: Uint8Array) {
    this.#packed = zstdCompressSync(piece, {
      params: {
        [constants.ZSTD_c_compressionLevel]: 1,
        [constants.ZSTD_c_windowLog]: WINDOW_LOG,
        [constants.ZSTD_c_enableLongDistanceMatching]: 1,
      },
    });
  }

  unpacked(): Uint8Array {
    return zstdDecompressSync(this.#packed);
  }
}

/** Pieces in their order, those that are packed one at a time; may be asked for again and again. */
export function unpackEach(pieces: readonly (Uint8Array | PackedPiece)[]): Iterable<Uint8Array> {
  return {
    *[Symbol.iterator]() {
      for (const piece of pieces) yield piece instanceof PackedPiece ? piece.unpacked() : piece;
    },
  };
}
