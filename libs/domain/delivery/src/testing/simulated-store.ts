import { chance, integerBetween } from "@parapet/random";

import type { World } from "./world.ts";
import { storeTimes } from "./world-times.ts";

/** Rows of one message: one in each table. */
export interface SimulatedMessage {
  /** Unique in the world. */
  readonly id: number;
  readonly topicId: string;
  readonly partition: number;
  readonly offset: number;
}

/** One insert: the rows of a range for one table, under one token. */
export interface SimulatedInsert {
  readonly table: number;
  readonly token: string;
  readonly messages: readonly SimulatedMessage[];
  /** Where the rows are cut. */
  readonly rowsPerPiece: number;
  /** Leaves out rows that are there, if they are no older than this. */
  readonly recheckSinceMs: number | null;
}

interface StoredRow {
  copies: number;
  /** When the last copy came, by the store's clock. */
  at: number;
}

interface KnownToken {
  readonly at: number;
  /** How many tokens came before it. */
  readonly turn: number;
}

/** What is stored as a whole or not at all: the rows of one piece that fall into one partition of the table. */
interface Chunk {
  readonly key: string;
  readonly messages: readonly SimulatedMessage[];
}

const TABLE_PARTITIONS = 2;

/** Tables that drop what comes under a token that they remember, for so many tokens and for so long. */
export class SimulatedStore {
  readonly #world: World;
  readonly #tables: { readonly rows: Map<number, StoredRow>; readonly tokens: Map<string, KnownToken> }[];
  readonly #places = new Map<string, number>();
  /** Until when every insert is refused. */
  #downUntilMs = 0;
  readonly #forgetsByNumber: boolean;
  #tokenCount = 0;

  constructor(world: World, tables: number) {
    this.#world = world;
    this.#forgetsByNumber = chance(world.random, 0.5);
    this.#tables = Array.from({ length: tables }, () => ({ rows: new Map(), tokens: new Map() }));
  }

  get tableCount(): number {
    return this.#tables.length;
  }

  copiesOf(table: number, id: number): number {
    return this.#tables[table]?.rows.get(id)?.copies ?? 0;
  }

  /** False if it is down already. */
  goDown(durationMs: number): boolean {
    if (this.#world.time.nowMs < this.#downUntilMs) return false;
    this.#downUntilMs = this.#world.time.nowMs + durationMs;
    return true;
  }

  comeUp(): void {
    this.#downUntilMs = 0;
  }

  /** `answer` is called with the outcome as the client sees it, if it sees one at all. */
  insert(insert: SimulatedInsert, answer: (isDone: boolean) => void): void {
    const { random, time } = this.#world;
    if (time.nowMs < this.#downUntilMs) return time.after(integerBetween(random, 1, 20), () => answer(false));
    const kinds = ["refused", "request_lost", "answer_lost", "slow", "partial", "partial_slow"] as const;
    const fault = this.#world.strikesOneOf("insert", kinds, this.#world.insertFaults);
    const chunks = chunksOf(insert);
    if (fault === "refused") return time.after(integerBetween(random, 1, 50), () => answer(false));
    if (fault === "request_lost") return;
    const isSlow = fault === "slow" || fault === "partial_slow";
    const lands = isSlow ? integerBetween(random, 500, storeTimes.landingMs) : integerBetween(random, 2, 60);
    const isPartial = fault === "partial" || fault === "partial_slow";
    const count = isPartial ? integerBetween(random, 0, Math.max(0, chunks.length - 1)) : chunks.length;
    this.#land(insert, chunks.slice(0, count), lands);
    if (fault === "answer_lost") return;
    time.after(lands + integerBetween(random, 1, 10), () => answer(!isPartial));
  }

  /** The store looks for rows and writes in one statement, but not in one moment. */
  #land(insert: SimulatedInsert, chunks: readonly Chunk[], landsMs: number): void {
    const { random, time } = this.#world;
    const startsMs = integerBetween(random, 0, landsMs - 1);
    time.after(startsMs, () => {
      const missing = chunks.map((chunk) => ({ ...chunk, messages: this.#missingOf(insert, chunk.messages) }));
      for (const chunk of missing) {
        if (chunk.messages.length > 0)
          time.after(integerBetween(random, 1, landsMs - startsMs), () => this.#put(insert, chunk));
      }
    });
  }

  #missingOf({ table, recheckSinceMs }: SimulatedInsert, messages: readonly SimulatedMessage[]) {
    if (recheckSinceMs === null || !this.#world.has("recheck")) return messages;
    return messages.filter((message) => {
      if (!this.#world.has("recheck_by_stream")) return !this.#places.has(placeOf(table, message));
      const row = this.#tables[table]?.rows.get(message.id);
      return row === undefined || row.at < recheckSinceMs;
    });
  }

  #put({ table, token }: SimulatedInsert, { key, messages }: Chunk): void {
    const { time } = this.#world;
    const target = this.#tables[table];
    if (target === undefined) throw new RangeError(`there is no table ${table}`);
    const chunkToken = `${token}${key}`;
    const isKnown = this.#isRemembered(target.tokens, chunkToken);
    this.#world.tell(
      () =>
        `store: table ${table} ${isKnown ? "drops" : "keeps"} ${chunkToken} = ${messages.map(({ id }) => `m${id}`).join(" ")}`,
    );
    if (isKnown) return;
    this.#tokenCount += 1;
    if (this.#world.has("token")) target.tokens.set(chunkToken, { at: time.nowMs, turn: this.#turn() });
    for (const message of messages) {
      const copies = (target.rows.get(message.id)?.copies ?? 0) + 1;
      target.rows.set(message.id, { copies, at: storeTimes.epochMs + time.nowMs });
      if (!this.#world.has("recheck_by_stream")) this.#places.set(placeOf(table, message), time.nowMs);
    }
  }

  #isRemembered(tokens: ReadonlyMap<string, KnownToken>, token: string): boolean {
    const known = tokens.get(token);
    if (known === undefined) return false;
    const ageMs = this.#world.time.nowMs - known.at;
    const share = this.#world.has("window_longer_than_dedup_safe") ? 1 : 0.05;
    const isOver = this.#forgetsByNumber
      ? this.#turn() - known.turn >= share * storeTimes.windowTokens
      : ageMs >= share * storeTimes.windowMs;
    if (isOver && ageMs < share * storeTimes.promisedMs) throw new RangeError("the window is too small for this world");
    if (isOver) this.#world.countFault("token_forgotten");
    return !isOver;
  }

  #turn(): number {
    return this.#tokenCount + this.#world.time.nowMs * storeTimes.foreignTokensPerMs;
  }
}

function chunksOf({ messages, rowsPerPiece }: SimulatedInsert): readonly Chunk[] {
  const chunks = new Map<string, SimulatedMessage[]>();
  for (const [row, message] of messages.entries()) {
    const key = `/${Math.floor(row / rowsPerPiece)}#${message.id % TABLE_PARTITIONS}`;
    const chunk = chunks.get(key);
    if (chunk === undefined) chunks.set(key, [message]);
    else chunk.push(message);
  }
  return [...chunks].map(([key, rows]) => ({ key, messages: rows }));
}

function placeOf(table: number, { partition, offset }: SimulatedMessage): string {
  return `${table}:${partition}:${offset}`;
}
