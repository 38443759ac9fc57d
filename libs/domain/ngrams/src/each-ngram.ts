const SHORTEST = 3;
const LONGEST = 5;
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Keeps words apart from characters, and pairs of words from words. */
const WORD_SEED = 0x9747b28c;
const PAIR_PRIME = 0x85ebca6b;

/**
 * Tells the bucket of every n-gram of a text: 3 to 5 characters within and across words, single words, and pairs of
 * words. Case does not matter, and neither does how much white space there is. Buckets are in [0, 2^bits).
 */
export function eachNgram(text: string, bits: number, take: (bucket: number) => void): void {
  const plain = ` ${text.toLowerCase().replace(/\s+/g, " ").trim()} `;
  eachCharacterNgram(plain, bits, take);
  eachWordNgram(plain, bits, take);
}

/** FNV-1a over UTF-16 units: the hash of a longer n-gram goes on from that of a shorter one. */
function eachCharacterNgram(text: string, bits: number, take: (bucket: number) => void): void {
  for (let start = 0; start + SHORTEST <= text.length; start += 1) {
    let hash = FNV_OFFSET;
    const end = Math.min(start + LONGEST, text.length);
    for (let at = start; at < end; at += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(at), FNV_PRIME);
      if (at - start >= SHORTEST - 1) take(bucketOf(hash, bits));
    }
  }
}

function eachWordNgram(text: string, bits: number, take: (bucket: number) => void): void {
  let before = 0;
  for (const [word] of text.matchAll(/[\p{L}\p{N}_']+|[^\s\p{L}\p{N}_']/gu)) {
    const hash = hashOf(word);
    take(bucketOf(hash, bits));
    if (before !== 0) take(bucketOf(Math.imul(before, PAIR_PRIME) ^ hash, bits));
    before = hash;
  }
}

function hashOf(word: string): number {
  let hash = WORD_SEED;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), FNV_PRIME);
  return hash;
}

/** The finisher of MurmurHash3, so that all bits of the hash decide. */
function bucketOf(hash: number, bits: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> (32 - bits);
}
