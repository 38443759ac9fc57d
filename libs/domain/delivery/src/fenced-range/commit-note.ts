/** A range that was begun: the write-ahead note kept beside the committed offset. */
export interface Intent {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  /** How many messages it had; null where that was not noted. A replay that finds another number has other content. */
  readonly count: number | null;
  /** How its messages become rows, by name; null where that was not noted, or there were several ways. */
  readonly encoding: string | null;
  /** When it was begun, in milliseconds since the epoch; 0 when that is not known. */
  readonly atMs: number;
}

/** What is committed beside an offset, as metadata. */
export interface CommitNote {
  /** The life of the topic that the offset belongs to; null where that was not noted. */
  readonly topicId: string | null;
  readonly pending: Intent | null;
  /** Offsets below it may have been stored by a group of the same name whose offsets were forgotten; null when none. */
  readonly recheckTo: bigint | null;
}

const NOTE_VERSION = 2;
const offset = String.raw`"(\d{1,19})"`;
const firstVersion = new RegExp(String.raw`^\{"v":1,"pending":\[${offset},${offset}\],"atMs":\d{1,15}\}$`);
const secondVersion = new RegExp(
  String.raw`^\{"v":2,"topicId":"([\w-]{1,64})"` +
    String.raw`(?:,"pending":\[${offset},${offset}\],"count":(\d{1,15}),"atMs":(\d{1,15})(?:,"encoding":"([\w.-]{1,64})")?)?` +
    String.raw`(?:,"recheckTo":${offset})?\}$`,
);

export interface OwnNote extends CommitNote {
  readonly topicId: string;
  readonly pending: (Intent & { readonly count: number }) | null;
}

/** The note as offset-commit metadata: JSON in exactly one spelling, far below the broker's bound of 4,096 bytes. */
export function encodeCommitNote({ topicId, pending, recheckTo }: OwnNote): string {
  const range =
    pending === null
      ? ""
      : `,"pending":["${pending.firstOffset}","${pending.lastOffset}"],"count":${pending.count},"atMs":${Math.max(0, Math.trunc(pending.atMs))}` +
        (pending.encoding === null ? "" : `,"encoding":"${pending.encoding}"`);
  return `{"v":${NOTE_VERSION},"topicId":"${topicId}"${range}${recheckTo === null ? "" : `,"recheckTo":"${recheckTo}"`}}`;
}

/**
 * Reads the metadata that was committed with `committed`. Anything else than a note of ours (empty, another program's)
 * says nothing; an intent that does not begin at that very offset is left over from a reset of the group, and is none.
 */
export function parseCommitNote(metadata: string | null, committed: bigint): CommitNote {
  const text = metadata ?? "";
  const second = secondVersion.exec(text);
  if (second !== null) {
    const [, topicId = null, first, last, count, atMs, encoding = null, recheckTo] = second;
    const pending = intentOf([first, last], { count: Number(count), encoding, atMs: Number(atMs) }, committed);
    return { topicId, pending, recheckTo: recheckTo === undefined ? null : BigInt(recheckTo) };
  }
  // The first version stored under a token without the topic's id: its rows are found by looking, not by token.
  const [, first, last] = firstVersion.exec(text) ?? [];
  return {
    topicId: null,
    pending: intentOf([first, last], { count: null, encoding: null, atMs: 0 }, committed),
    recheckTo: null,
  };
}

/** Whether a later version of the note was committed: a range may be begun that this version cannot form again. */
export function isLaterNote(metadata: string | null): boolean {
  return Number(/^\{"v":(\d{1,9})[,}]/.exec(metadata ?? "")?.[1] ?? 0) > NOTE_VERSION;
}

function intentOf(
  [first, last]: readonly [string | undefined, string | undefined],
  rest: Pick<Intent, "count" | "encoding" | "atMs">,
  committed: bigint,
): Intent | null {
  if (first === undefined || last === undefined) return null;
  const [firstOffset, lastOffset] = [BigInt(first), BigInt(last)];
  return firstOffset === committed && lastOffset >= committed ? { firstOffset, lastOffset, ...rest } : null;
}
