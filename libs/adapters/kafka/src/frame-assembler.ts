import { createFrame } from "./lent-frames.ts";

const SIZE_BYTES = 4;
/** The number of the request that is answered, which every answer begins with. */
const MIN_ANSWER_BYTES = 4;
/** More than any answer that is asked for has. */
const MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/** Puts what comes from a broker, in whatever pieces, together into whole answers: a size, and as many bytes. */
export class FrameAssembler {
  readonly #onFrame: (frame: Buffer) => void;
  readonly #size = Buffer.alloc(SIZE_BYTES);
  #sizeBytes = 0;
  #frame: Buffer | null = null;
  #filled = 0;
  #isLost = false;

  /** `onFrame` gets each answer in a buffer of its own, its size in front. */
  constructor(onFrame: (frame: Buffer) => void) {
    this.#onFrame = onFrame;
  }

  /** Takes a copy of the piece. False from a size on that no answer has: what comes is not Kafka's protocol. */
  push(piece: Buffer): boolean {
    let at = 0;
    while (at < piece.length && !this.#isLost) {
      at = this.#frame === null ? this.#readSize(piece, at) : this.#fill(this.#frame, piece, at);
    }
    return !this.#isLost;
  }

  #readSize(piece: Buffer, at: number): number {
    const count = Math.min(SIZE_BYTES - this.#sizeBytes, piece.length - at);
    piece.copy(this.#size, this.#sizeBytes, at, at + count);
    this.#sizeBytes += count;
    if (this.#sizeBytes === SIZE_BYTES) this.#begin();
    return at + count;
  }

  #begin(): void {
    const bytes = this.#size.readInt32BE();
    this.#sizeBytes = 0;
    this.#isLost = bytes < MIN_ANSWER_BYTES || bytes > MAX_ANSWER_BYTES;
    if (this.#isLost) return;
    this.#frame = createFrame(SIZE_BYTES + bytes);
    this.#size.copy(this.#frame);
    this.#filled = SIZE_BYTES;
  }

  #fill(frame: Buffer, piece: Buffer, at: number): number {
    const count = Math.min(frame.length - this.#filled, piece.length - at);
    piece.copy(frame, this.#filled, at, at + count);
    this.#filled += count;
    if (this.#filled === frame.length) {
      this.#frame = null;
      this.#onFrame(frame);
    }
    return at + count;
  }
}
