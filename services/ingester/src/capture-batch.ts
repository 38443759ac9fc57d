import { pricedSpanOfRow } from "@parapet/pricing";
import {
  callKeyPlace,
  finishReasonsOf,
  holding,
  namedFacts,
  placedFacts,
  type BatchCallLinker,
  type LlmSpan,
  type PlaceColumn,
  type SpanBatch,
} from "@parapet/span";

import type { BatchMeter } from "./measure-batch.ts";
import { captureSpan } from "./capture-span.ts";
import {
  captureFactsOf,
  decideCapture,
  ROUTE_ATTRIBUTE,
  type CaptureFacts,
  type CapturePolicy,
} from "./capture-policy.ts";
import type { ContentMode } from "@parapet/sensitive";
import { isSensitive, namesCredential, type RedactedSpan, type RedactedTexts } from "./redact-span.ts";
import { ShortTexts } from "./short-texts.ts";
import type { Redactions, TenantRedaction } from "./redactions.ts";

export interface BatchCaptureDeps {
  readonly capture: CapturePolicy;
  readonly redactionOf: Redactions;
}

/** What may be stored of one row of a batch, and what was found in it. */
export interface CapturedRow extends RedactedSpan {
  readonly row: number;
}

const NO_RESOURCE = 0;
/** `[]`, which most columns of lists hold. */
const EMPTY_LIST_BYTES = 2;
const OPENING_BRACKET = 0x5b;

/** Facts that programs generate: their digits are nobody's number. */
const generated = new Set(["responseId", "requestId", "toolCallId"]);
const SERVER_ADDRESS = namedFacts.indexOf("serverAddress");
const generatedColumns = placedFacts.map((fact) => generated.has(fact));

/**
 * Leaves of the rows of a batch what may be stored. Most rows hold nothing sensitive, which a look at their bytes tells;
 * only the others are made into objects, searched text by text, and held as objects where something was found.
 */
export class BatchCapture {
  readonly #deps: BatchCaptureDeps;
  /** Whether a name is sensitive, by its number in the table of names: as the address of a server, and elsewhere. */
  #names: (boolean | undefined)[] = [];
  #addresses: (boolean | undefined)[] = [];
  #generation = -1;
  #resources: (boolean | undefined)[] = [];
  #tenant: string | null = null;
  #redaction: TenantRedaction;
  /** What became of the texts of the message's resources. */
  #sharedTexts: RedactedTexts = new Map();
  readonly #shortTexts = new ShortTexts();
  readonly #credentialNames = new ShortTexts();
  readonly #reasonLists = new ShortTexts();

  constructor(deps: BatchCaptureDeps) {
    this.#deps = deps;
    this.#redaction = deps.redactionOf("");
  }

  /** To be called when the batch is measured. Answers the rows in which something was found. */
  capture(batch: SpanBatch, calls: BatchCallLinker, meter: BatchMeter): readonly CapturedRow[] {
    this.#follow(batch);
    const found: CapturedRow[] = [];
    for (let row = 0; row < batch.rows; row += 1) {
      const captured = this.#captureRow(batch, row, { calls, meter });
      if (captured !== null && captured.findings.length > 0) found.push({ row, ...captured });
    }
    return found;
  }

  #captureRow(batch: SpanBatch, row: number, taken: Taken): RedactedSpan | null {
    if (batch.held[row] === holding.rejected) return null;
    const mode = this.#modeOf(batch, row);
    if (mode === "full" || this.#isCleanInColumns(batch, row, { mode, calls: taken.calls })) return null;
    const span = batch.objects[row] ?? spanOfColumns(batch, row, taken);
    if (span === null) return null;
    const captured = captureSpan(span, mode, this.#redaction, this.#sharedTexts);
    // What was not changed stays in the columns.
    if (captured.findings.length === 0 && mode !== "hash" && batch.held[row] === holding.columns) return captured;
    batch.objects[row] = captured.span;
    batch.held[row] = holding.object;
    return captured;
  }

  /** Whether a row needs no object. Where nothing that was said is stored, it is taken out of the columns. */
  #isCleanInColumns(batch: SpanBatch, row: number, { mode, calls }: InMode): boolean {
    if (batch.held[row] !== holding.columns || mode === "hash") return false;
    if (mode === "none") batch.content?.clearRow(row, NO_RESOURCE);
    return !this.#mayFacts(batch, row) && !this.#mayKey(batch, row, calls) && !this.#mayContent(batch, row);
  }

  #modeOf(batch: SpanBatch, row: number): ContentMode {
    const { capture } = this.#deps;
    return capture.rules.length === 0 ? capture.default : decideCapture(capture, captureFactsOfRow(batch, row));
  }

  #follow({ names, tenant }: SpanBatch): void {
    this.#resources = [];
    this.#sharedTexts = new Map();
    this.#shortTexts.makeRoom();
    this.#credentialNames.makeRoom();
    this.#reasonLists.makeRoom();
    const redaction = tenant === this.#tenant ? this.#redaction : this.#deps.redactionOf(tenant);
    const isSameSearch = redaction.find === this.#redaction.find;
    this.#tenant = tenant;
    this.#redaction = redaction;
    if (!isSameSearch) {
      this.#shortTexts.clear();
      this.#reasonLists.clear();
    }
    if (names.generation === this.#generation && isSameSearch) return;
    this.#generation = names.generation;
    this.#names = [];
    this.#addresses = [];
  }

  #mayFacts(batch: SpanBatch, row: number): boolean {
    return (
      this.#may(batch, batch.nameAt[row], batch.nameEnd[row]) ||
      this.#mayReasons(batch, row) ||
      this.#mayNames(batch, row) ||
      this.#mayPlaces(batch, row)
    );
  }

  /** Reasons are few, and those of a list are read alone: the length before one would be its first letter. */
  #mayReasons(batch: SpanBatch, row: number): boolean {
    const { bytes, finishReasonsAt, finishReasonsEnd, finishReasonsAreList } = batch;
    const [at = -1, end = -1] = [finishReasonsAt[row], finishReasonsEnd[row]];
    if (at < 0) return false;
    if (finishReasonsAreList[row] === 0) return this.#may(batch, at, end);
    const look = (): boolean => finishReasonsOf(batch, row).some((reason) => this.#redaction.find(reason).length > 0);
    return this.#reasonLists.ask(bytes, at, end, look);
  }

  /** A key may be another row's id: all spans of a call have one. Mostly it is the row's own, which was looked at. */
  #mayKey(batch: SpanBatch, row: number, calls: BatchCallLinker): boolean {
    const at = calls.keyAt[row] ?? callKeyPlace.none;
    if (at >= 0) {
      const end = calls.keyEnd[row] ?? at;
      return !isPlacedId(batch, row, { at, end }) && this.#redaction.mayHoldInId(batch.bytes, at, end);
    }
    return at === callKeyPlace.text && this.#redaction.findInId(calls.keys[row] ?? "").length > 0;
  }

  #mayNames(batch: SpanBatch, row: number): boolean {
    if (this.#mayName(batch, batch.serviceName[row]) || this.#mayName(batch, batch.scopeName[row])) return true;
    for (let fact = 0; fact < namedFacts.length; fact += 1) {
      const id = batch.named[fact * batch.capacity + row];
      if (fact === SERVER_ADDRESS ? this.#mayAddress(batch, id) : this.#mayName(batch, id)) return true;
    }
    return false;
  }

  #mayName(batch: SpanBatch, id = -1): boolean {
    return id >= 0 && (this.#names[id] ??= this.#isSensitive(batch, id, "name"));
  }

  #mayAddress(batch: SpanBatch, id = -1): boolean {
    return id >= 0 && (this.#addresses[id] ??= this.#isSensitive(batch, id, "server_address"));
  }

  #isSensitive({ names }: SpanBatch, id: number, location: string): boolean {
    return this.#redaction.find(names.textOf(id)).some((finding) => isSensitive(finding, location));
  }

  #mayPlaces(batch: SpanBatch, row: number): boolean {
    const { placedAt, placedEnd, capacity, bytes } = batch;
    for (let fact = 0; fact < placedFacts.length; fact += 1) {
      const at = placedAt[fact * capacity + row] ?? -1;
      if (at < 0) continue;
      const end = placedEnd[fact * capacity + row] ?? at;
      const may =
        generatedColumns[fact] === true ? this.#redaction.mayHoldInId(bytes, at, end) : this.#may(batch, at, end);
      if (may) return true;
    }
    return false;
  }

  #mayContent(batch: SpanBatch, row: number): boolean {
    const { content } = batch;
    if (content === null) return false;
    return (
      this.#mayJson(batch, content.inputMessages, row) ||
      this.#mayJson(batch, content.outputMessages, row) ||
      this.#mayJson(batch, content.toolCalls, row) ||
      this.#mayColumn(batch, content.systemInstructions, row) ||
      this.#mayJson(batch, content.toolDefinitions, row) ||
      this.#mayColumn(batch, content.toolDefinitions, row) ||
      this.#mayColumn(batch, content.statusMessage, row) ||
      this.#mayEntries(batch, content.attributesFrom[row], content.attributesTo[row]) ||
      this.#mayResource(batch, content.resource[row] ?? 0)
    );
  }

  #mayJson({ bytes }: SpanBatch, { at, end }: PlaceColumn, row: number): boolean {
    const [from = 0, to = 0] = [at[row], end[row]];
    return to - from > EMPTY_LIST_BYTES && this.#redaction.mayHoldInJson(bytes, from, to);
  }

  #mayColumn(batch: SpanBatch, { at, end }: PlaceColumn, row: number): boolean {
    return this.#may(batch, at[row], end[row]);
  }

  #mayResource(batch: SpanBatch, resource: number): boolean {
    const from = batch.content?.resourceFrom[resource];
    const to = batch.content?.resourceTo[resource];
    return (this.#resources[resource] ??= this.#mayEntries(batch, from, to));
  }

  #mayEntries(batch: SpanBatch, from = 0, to = 0): boolean {
    const { content } = batch;
    if (content === null) return false;
    const { at, end } = content.entries.keys;
    for (let entry = from; entry < to; entry += 1) {
      if (this.#may(batch, at[entry], end[entry])) return true;
      if (this.#credentialNames.ask(batch.bytes, at[entry] ?? 0, end[entry] ?? 0, isCredentialName)) return true;
      if (this.#mayColumn(batch, content.entries.values, entry)) return true;
    }
    return false;
  }

  #may({ bytes }: SpanBatch, at = 0, end = 0): boolean {
    if (at >= end || (bytes[at] === OPENING_BRACKET && end - at === EMPTY_LIST_BYTES)) return false;
    return this.#shortTexts.ask(bytes, at, end, this.#redaction.mayHold);
  }
}

interface InMode {
  readonly mode: ContentMode;
  readonly calls: BatchCallLinker;
}

/** What was told of the rows of a batch beside its own columns. */
interface Taken {
  readonly calls: BatchCallLinker;
  readonly meter: BatchMeter;
}

/** Whether a place is that of one of the row's own generated ids. */
function isPlacedId(
  { placedAt, placedEnd, capacity }: SpanBatch,
  row: number,
  { at, end }: { readonly at: number; readonly end: number },
): boolean {
  return generatedColumns.some((isGenerated, fact) => {
    const index = fact * capacity + row;
    return isGenerated && placedAt[index] === at && placedEnd[index] === end;
  });
}

const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });

function isCredentialName(bytes: Uint8Array, at: number, end: number): boolean {
  return namesCredential(utf8.decode(bytes.subarray(at, end)));
}

function spanOfColumns(batch: SpanBatch, row: number, { calls, meter }: Taken): LlmSpan | null {
  const span = pricedSpanOfRow(batch, row);
  return span === null ? null : { ...span, ...calls.columnsOf(batch, row), ...meter.columnsOf(row) };
}

function captureFactsOfRow(batch: SpanBatch, row: number): CaptureFacts {
  const { tenant } = batch;
  const held = batch.objects[row];
  if (held !== undefined) return captureFactsOf(held);
  const service = batch.names.textOf(batch.serviceName[row] ?? -1);
  return { tenant, service, operation: batch.name("operation", row), route: routeOf(batch, row) };
}

function routeOf(batch: SpanBatch, row: number): string {
  const { content } = batch;
  if (content === null) return "";
  const { keys, values } = content.entries;
  const [from = 0, to = 0] = [content.attributesFrom[row], content.attributesTo[row]];
  for (let entry = from; entry < to; entry += 1) {
    if (batch.text(keys.at[entry] ?? 0, keys.end[entry] ?? 0) !== ROUTE_ATTRIBUTE) continue;
    return batch.text(values.at[entry] ?? 0, values.end[entry] ?? 0);
  }
  return "";
}
