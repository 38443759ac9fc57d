const ABSENT = 0;

/** Texts of rows, each as a place `[at, end)` in `batch.bytes`; an empty one is the empty text. */
export class PlaceColumn {
  at = new Int32Array();
  end = new Int32Array();

  set(row: number, at: number, end: number): void {
    this.at[row] = at;
    this.end[row] = end;
  }

  grow(capacity: number): void {
    this.at = grown(this.at, capacity);
    this.end = grown(this.end, capacity);
  }
}

/** Entries of all maps of a batch, one behind the other: keys and values as places in `batch.bytes`. */
export class MapEntries {
  readonly keys = new PlaceColumn();
  readonly values = new PlaceColumn();
  count = 0;
  #capacity = 0;

  add(keyAt: number, keyEnd: number): void {
    if (this.count === this.#capacity) this.#grow();
    this.keys.set(this.count, keyAt, keyEnd);
  }

  /** Ends the entry that `add` began. */
  value(at: number, end: number): void {
    this.values.set(this.count, at, end);
    this.count += 1;
  }

  #grow(): void {
    this.#capacity = Math.max(256, this.#capacity * 2);
    this.keys.grow(this.#capacity);
    this.values.grow(this.#capacity);
  }
}

/**
 * What people and models wrote, of each row that is held in columns: the columns of table `span_content`, and the texts
 * that are measured and hashed. All are UTF-8, and byte for byte what `toSpanContentRow` makes of the same span's object.
 */
export class ContentColumns {
  /** JSON: `[]` where nothing was said. */
  readonly inputMessages = new PlaceColumn();
  readonly outputMessages = new PlaceColumn();
  readonly toolCalls = new PlaceColumn();
  readonly systemInstructions = new PlaceColumn();
  readonly toolDefinitions = new PlaceColumn();
  readonly statusMessage = new PlaceColumn();
  /** `inputText` and `outputText` of the span. */
  readonly inputText = new PlaceColumn();
  readonly outputText = new PlaceColumn();
  readonly entries = new MapEntries();
  /** A row's leftover attributes are the entries `[attributesFrom, attributesTo)`. */
  attributesFrom = new Int32Array();
  attributesTo = new Int32Array();
  /** Number of a row's resource, whose attributes are the entries `[resourceFrom, resourceTo)` of that number. */
  resource = new Int32Array();
  readonly resourceFrom: number[] = [];
  readonly resourceTo: number[] = [];
  /** Place of `[]`. */
  #emptyListAt = 0;

  /** Forgets the last message; `emptyListAt` is where `[]` stands in the bytes of the next. */
  clear(emptyListAt: number): void {
    this.#emptyListAt = emptyListAt;
    this.entries.count = 0;
    this.resourceFrom.length = 0;
    this.resourceTo.length = 0;
    this.addResource(0);
  }

  /** Adds a resource whose attributes are the entries from `from` on, and answers its number. The first has none. */
  addResource(from: number): number {
    this.resourceFrom.push(from);
    return this.resourceTo.push(this.entries.count) - 1;
  }

  /** Sets a row to that of a span which says nothing. */
  clearRow(row: number, resource: number): void {
    const list = this.#emptyListAt;
    this.inputMessages.set(row, list, list + 2);
    this.outputMessages.set(row, list, list + 2);
    this.toolCalls.set(row, list, list + 2);
    this.systemInstructions.set(row, ABSENT, ABSENT);
    this.toolDefinitions.set(row, ABSENT, ABSENT);
    this.statusMessage.set(row, ABSENT, ABSENT);
    this.inputText.set(row, ABSENT, ABSENT);
    this.outputText.set(row, ABSENT, ABSENT);
    this.attributesFrom[row] = this.entries.count;
    this.attributesTo[row] = this.entries.count;
    this.resource[row] = resource;
  }

  grow(capacity: number): void {
    const { inputMessages, outputMessages, toolCalls, systemInstructions, toolDefinitions } = this;
    const { statusMessage, inputText, outputText } = this;
    const messages = [inputMessages, outputMessages, toolCalls];
    const texts = [systemInstructions, toolDefinitions, statusMessage, inputText, outputText];
    for (const column of [...messages, ...texts]) column.grow(capacity);
    this.attributesFrom = grown(this.attributesFrom, capacity);
    this.attributesTo = grown(this.attributesTo, capacity);
    this.resource = grown(this.resource, capacity);
  }
}

function grown(column: Int32Array<ArrayBuffer>, capacity: number): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(capacity);
  wider.set(column);
  return wider;
}
