import { integerBetween, type Random } from "@parapet/random";

/** Log-normal, as latencies and lengths are: half of the values lie below `median`. */
export function logNormal(random: Random, median: number, sigma: number): number {
  return median * Math.exp(sigma * standardNormal(random));
}

/** That many random bytes in lower-case hex, never all zero. */
export function randomHex(random: Random, bytes: number): string {
  return Array.from({ length: bytes }, (_, index) => hexByte(integerBetween(random, index === 0 ? 1 : 0, 255))).join(
    "",
  );
}

/** Box–Muller; `1 - random()` keeps the logarithm's argument above zero. */
function standardNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}
