import { createHmac } from "node:crypto";

/** A whole number from 0 to below `bound` (at most 2^24), drawn after those before it. */
export type Draw = (bound: number) => number;

const bytesPerDraw = 4;

/** Draws that are the same for one key and label, and cannot be told from random ones without the key. */
export function createDraw(key: string | Uint8Array, label: string): Draw {
  let block = new Uint8Array();
  let position = 0;
  let counter = 0;
  return (bound) => {
    if (position + bytesPerDraw > block.length) {
      block = createHmac("sha256", key).update(`surrogate\0${counter}\0${label}`).digest();
      counter += 1;
      position = 0;
    }
    const number = new DataView(block.buffer, block.byteOffset + position).getUint32(0);
    position += bytesPerDraw;
    return number % bound;
  };
}
