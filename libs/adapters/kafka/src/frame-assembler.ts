import { createFrame } from "./lent-frames.ts";

const SIZE_BYTES = 4;
/** Larger than any answer that is asked for; what claims to be so is passed on as it comes. */
const MAX_FRAME_BYTES = 256 * 1024 * 1024;

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

  /** Takes a copy of the piece. */
  push(piece: Buffer): void {
    let at = 0;
    while (at < piece.length && !this.#isLost) {
      at = this.#frame === null ? this.#readSize(piece, at) : this.#fill(this.#frame, piece, at);
    }
    if (at < piece.length) this.#onFrame(Buffer.from(piece.subarray(at)));
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
    if (bytes < 0 || bytes > MAX_FRAME_BYTES) {
      this.#isLost = true;
      this.#onFrame(Buffer.from(this.#size));
      return;
    }
    this.#frame = createFrame(SIZE_BYTES + bytes);
    this.#size.copy(this.#frame);
    this.#filled = SIZE_BYTES;
    this.#endIfFull(this.#frame);
  }

  #fill(frame: Buffer, piece: Buffer, at: number): number {
    const count = Math.min(frame.length - this.#filled, piece.length - at);
    piece.copy(frame, this.#filled, at, at + count);
    this.#filled += count;
    this.#endIfFull(frame);
    return at + count;
  }

  #endIfFull(frame: Buffer): void {
    if (this.#filled < frame.length) return;
    this.#frame = null;
    this.#onFrame(frame);
  }
}
