import type { Dialect } from "../facts/dialect.ts";
import { canonicalOperation } from "../facts/operations.ts";
import { canonicalProvider } from "../facts/provider-names.ts";
import { AttributeColumns } from "./attribute-columns.ts";
import type { BatchCursor } from "./batch-cursor.ts";
import { DerivedNames, NO_TEXT } from "./derived-names.ts";
import { cleanTimes } from "./clean-times.ts";
import { deriveTiming, isCleanTtft } from "./clean-timing.ts";
import { normaliseCleanUsage } from "./clean-usage.ts";
import { namedFacts } from "./columns.ts";
import type { ContentKeeping } from "./content-keeping.ts";
import { FINISH_REASONS, OPERATION_FACT, PROVIDER_FACT } from "./key-plans.ts";
import type { KeyOffer, KeyPlan } from "./key-plans.ts";
import { RowFacts } from "./row-facts.ts";
import { RowKeys } from "./row-keys.ts";
import type { SpanBatch } from "./span-batch.ts";
import { SpanFields } from "./span-fields.ts";
import { UNKNOWN_TEXT } from "./text-table.ts";

/** Tag of an attribute in a Span: field number and wire type. */
const ATTRIBUTES = 0x4a;

const OPERATION = namedFacts.indexOf("operation");
const PROVIDER = namedFacts.indexOf("provider");
const NO_FACT = -1;

/** What the rows of one scope share. */
export interface RowSurroundings {
  readonly serviceName: number;
  readonly scopeName: number;
  /** Dialects whose scope it is, as bits. */
  readonly markers: number;
  /** Place of the scope's version. */
  readonly versionAt: number;
  readonly versionEnd: number;
  /** Number of the resource among those of the message. */
  readonly resource: number;
  /** Names that the resource tells of all its spans. */
  readonly resourceFacts: readonly ResourceFact[];
  readonly receivedAtMs: number;
  readonly maxAttributes: number;
}

export interface ResourceFact {
  readonly offer: KeyOffer;
  /** Number of the name in the batch's text table. */
  readonly name: number;
}

export interface RowReaderOptions {
  readonly dialects: readonly Dialect[];
  readonly planOf: (key: string) => KeyPlan;
  /** Size of the batch's text table. */
  readonly maxNames: number;
  /** Null where what is said is stepped over. */
  readonly keeping: ContentKeeping | null;
}

/**
 * Reads spans into the columns of a batch. `read` answers false for a span that needs the object path: something in it is
 * malformed or would be flagged, or only a dialect's code can read it.
 */
export class SpanRowReader {
  readonly #batch: SpanBatch;
  readonly #cursor: BatchCursor;
  readonly #keys: RowKeys;
  readonly #facts: RowFacts;
  readonly #fields: SpanFields;
  readonly #columns: AttributeColumns;
  readonly #keeping: ContentKeeping | null;
  readonly #operations: DerivedNames;
  readonly #providers: DerivedNames;

  constructor(batch: SpanBatch, cursor: BatchCursor, { dialects, planOf, maxNames, keeping }: RowReaderOptions) {
    this.#batch = batch;
    this.#cursor = cursor;
    this.#keys = new RowKeys(cursor, planOf);
    this.#facts = new RowFacts(dialects);
    this.#fields = new SpanFields(batch, cursor, keeping?.content ?? null);
    this.#columns = new AttributeColumns(batch, cursor, { facts: this.#facts, maxNames, keeping });
    this.#keeping = keeping;
    this.#operations = new DerivedNames(batch.names, maxNames, canonicalOperation);
    this.#providers = new DerivedNames(batch.names, maxNames, canonicalProvider);
  }

  /** Gives the memory back that the last messages filled up; to be called between messages. */
  startMessage(): void {
    this.#keys.startMessage();
    this.#columns.startMessage();
    if (!this.#batch.names.emptyIfFull()) return;
    this.#columns.forgetNames();
    this.#operations.forget();
    this.#providers.forget();
  }

  /** Reads the Span that ends at `end`, where the cursor stands on its first byte, into a row. */
  read(row: number, end: number, surroundings: RowSurroundings): boolean {
    this.#startRow(row, surroundings);
    const isRead = this.#readFields(row, end) && this.#finish(row, surroundings);
    if (!isRead) this.#keeping?.content.forgetRow();
    return isRead;
  }

  #startRow(row: number, { serviceName, scopeName, markers, resource }: RowSurroundings): void {
    this.#keys.startRow();
    this.#batch.serviceName[row] = serviceName;
    this.#batch.scopeName[row] = scopeName;
    this.#facts.start(markers);
    this.#fields.startRow();
    this.#columns.startRow();
    this.#keeping?.attributes.start();
    this.#keeping?.content.startRow(row, resource);
  }

  #readFields(row: number, end: number): boolean {
    const cursor = this.#cursor;
    while (cursor.at < end) {
      const tag = cursor.tag(end);
      const isRead = tag === ATTRIBUTES ? this.#readAttribute(row, end) : this.#fields.read(tag, row, end);
      if (!isRead || cursor.isBroken) return false;
    }
    return true;
  }

  #readAttribute(row: number, outerEnd: number): boolean {
    const cursor = this.#cursor;
    const keys = this.#keys;
    const end = cursor.lengthEnd(outerEnd);
    const plan = keys.read(end);
    if (plan === null || (keys.end < end && cursor.lengthEnd(end) !== end) || cursor.isBroken) return false;
    this.#keeping?.attributes.add(keys.at, keys.end, cursor.at, end);
    if (!this.#columns.store(plan, row, cursor.at, end)) return false;
    cursor.at = end;
    return true;
  }

  /** What is derived from the whole row. False where it would raise a flag or take messages to know. */
  #finish(row: number, surroundings: RowSurroundings): boolean {
    const batch = this.#batch;
    this.#addResourceFacts(row, surroundings.resourceFacts);
    if (this.#keys.count > surroundings.maxAttributes) return false;
    if ((batch.traceIdAt[row] ?? -1) < 0 || (batch.spanIdAt[row] ?? -1) < 0) return false;
    // Without a marker the dialect is the one that told most, and what was skipped may have told nothing.
    if (this.#facts.markers === 0 && this.#columns.hasSkipped) return false;
    batch.dialect[row] = this.#facts.dialect();
    return (
      this.#finishReasons(row) &&
      this.#finishNames(row, surroundings) &&
      this.#finishMeasures(row, surroundings.receivedAtMs)
    );
  }

  #addResourceFacts(row: number, facts: readonly ResourceFact[]): void {
    const { named, capacity } = this.#batch;
    for (const { offer, name } of facts) {
      if (this.#facts.takes(offer)) named[offer.column * capacity + row] = name;
    }
  }

  /** Where no attribute says why the model stopped, its answers may. */
  #finishReasons(row: number): boolean {
    const batch = this.#batch;
    if (this.#facts.knows(FINISH_REASONS)) return true;
    if (this.#keeping === null) return !this.#columns.saysFinishReason();
    const { reasons, reasonAt, reasonEnd } = this.#keeping.content;
    if (reasons === 0) return true;
    batch.finishReasonsAt[row] = reasonAt;
    batch.finishReasonsEnd[row] = reasonEnd;
    batch.finishReasonsAreList[row] = 0;
    return reasons === 1;
  }

  /** Makes operation and provider canonical; attributes that spell them otherwise are kept. */
  #finishNames(row: number, surroundings: RowSurroundings): boolean {
    const { capacity, dialect, named } = this.#batch;
    const operationAt = OPERATION * capacity + row;
    const providerAt = PROVIDER * capacity + row;
    const sentOperation = named[operationAt];
    const sentProvider = named[providerAt];
    const operation = this.#canonicalise(operationAt, this.#operations);
    const provider = this.#canonicalise(providerAt, this.#providers);
    if (operation === UNKNOWN_TEXT || provider === UNKNOWN_TEXT) return false;
    const isGenAi = this.#facts.isGenAi(dialect[row] ?? 0);
    if (operation === NO_TEXT && isGenAi) return false;
    if (this.#keeping === null) return true;
    const { attributes, leftovers } = this.#keeping;
    const disputedOperation = operation === sentOperation ? NO_FACT : OPERATION_FACT;
    const disputedProvider = provider === sentProvider ? NO_FACT : PROVIDER_FACT;
    if (isGenAi) attributes.findTaken(this.#batch.bytes, disputedOperation, disputedProvider);
    return leftovers.writeRow(row, attributes, surroundings, this.#fields);
  }

  #finishMeasures(row: number, receivedAtMs: number): boolean {
    const batch = this.#batch;
    if (!cleanTimes(batch, row, receivedAtMs) || !isCleanTtft(batch, row)) return false;
    if (!normaliseCleanUsage(batch, row)) return false;
    deriveTiming(batch, row);
    return true;
  }

  /** Puts the canonical spelling in place of a name: its number, `NO_TEXT`, or `UNKNOWN_TEXT` where there is no room. */
  #canonicalise(at: number, names: DerivedNames): number {
    const { named } = this.#batch;
    const id = named[at] ?? UNKNOWN_TEXT;
    if (id === UNKNOWN_TEXT) return NO_TEXT;
    const canonical = names.idOf(id);
    named[at] = canonical;
    return canonical;
  }
}
