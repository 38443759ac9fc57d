/** A range that was begun: the write-ahead note kept beside the committed offset. */
export interface Intent {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  /** When it was begun, in milliseconds since the epoch. */
  readonly atMs: number;
}

const pattern = /^\{"v":1,"pending":\["(\d{1,19})","(\d{1,19})"\],"atMs":(\d{1,15})\}$/;

/** The intent as offset-commit metadata: JSON in exactly one spelling, far below the broker's bound of 4,096 bytes. */
export function encodeIntent({ firstOffset, lastOffset, atMs }: Intent): string {
  return `{"v":1,"pending":["${firstOffset}","${lastOffset}"],"atMs":${Math.trunc(atMs)}}`;
}

/**
 * Reads the metadata that was committed with `offset`. Anything else than an intent that begins at that very offset
 * (empty, another program's, left over after a reset of the group) is no intent of ours: null.
 */
export function parseIntent(metadata: string | null, offset: bigint): Intent | null {
  const [, first, last, atMs] = pattern.exec(metadata ?? "") ?? [];
  if (first === undefined || last === undefined || atMs === undefined) return null;
  const intent = { firstOffset: BigInt(first), lastOffset: BigInt(last), atMs: Number(atMs) };
  return intent.firstOffset === offset && intent.lastOffset >= offset ? intent : null;
}
