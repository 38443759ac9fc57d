import { setTimeout as delay } from "node:timers/promises";

import type { IngesterProcess } from "./ingester-process.ts";
import type { MessageTemplate } from "./message-template.ts";
import type { IngesterSetup, PipelineBed } from "./pipeline-bed.ts";

export interface SteadyLoad extends Omit<IngesterSetup, "topic"> {
  readonly templates: readonly MessageTemplate[];
  readonly spansPerSecond: number;
  readonly seconds: number;
  readonly partitions: number;
  /** How often what is stored is forgotten, so that a long run needs no more room than a short one. Never by default. */
  readonly forgetEverySeconds?: number;
}

/** Resident memory of the ingester at one time. */
interface MemorySample {
  readonly atSeconds: number;
  readonly residentMb: number;
}

export interface SteadyResult {
  readonly spans: number;
  /** From the beginning of the append to the first look that saw all spans of the message, in milliseconds. */
  readonly latenciesMs: readonly number[];
  readonly cpuSeconds: number;
  /** Spans that are not stored, and rows that are there again. */
  readonly lost: number;
  readonly doubled: number;
  readonly peakMb: number;
  readonly memory: readonly MemorySample[];
}

const TICK_MS = 50;
/** Bytes of one append at most: what the broker takes in one batch, with room to spare. */
const APPEND_BYTES = 512 * 1_024;
const LOOK_MS = 100;
const MEMORY_EVERY_MS = 1_000;
const DRAIN_TIMEOUT_MS = 60_000;

/** Messages of one append: the last of them has `count` messages of its partition up to it. */
interface Appended {
  readonly count: number;
  readonly beganMs: number;
}

/** Appends at an even rate and watches when the spans can be read. */
export async function runSteadyLoad(bed: PipelineBed, load: SteadyLoad): Promise<SteadyResult> {
  const topic = await bed.begin(load.partitions);
  const ingester = await bed.startIngester({ ...load, topic });
  try {
    const run = new SteadyRun(bed, ingester, load, topic);
    return await run.result();
  } finally {
    await ingester.stop();
  }
}

class SteadyRun {
  readonly #bed: PipelineBed;
  readonly #ingester: IngesterProcess;
  readonly #load: SteadyLoad;
  readonly #topic: string;
  readonly #waiting: Appended[][];
  readonly #counts: number[];
  readonly #latenciesMs: number[] = [];
  readonly #memory: MemorySample[] = [];
  #spans = 0;
  #isSending = true;

  constructor(bed: PipelineBed, ingester: IngesterProcess, load: SteadyLoad, topic: string) {
    this.#bed = bed;
    this.#ingester = ingester;
    this.#load = load;
    this.#topic = topic;
    this.#waiting = Array.from({ length: load.partitions }, () => []);
    this.#counts = Array.from({ length: load.partitions }, () => 0);
  }

  async result(): Promise<SteadyResult> {
    const cpuBefore = this.#ingester.cpuSeconds();
    const sending = this.#send().finally(() => (this.#isSending = false));
    await Promise.all([sending, this.#look()]);
    const cpuSeconds = this.#ingester.cpuSeconds() - cpuBefore;
    const { all, distinct } = await this.#bed.countDistinctSpans();
    return {
      spans: this.#spans,
      latenciesMs: this.#latenciesMs,
      cpuSeconds,
      lost: this.#spans - distinct,
      doubled: all - distinct,
      peakMb: this.#ingester.memory().peakMb,
      memory: this.#memory,
    };
  }

  async #send(): Promise<void> {
    const { templates, spansPerSecond, seconds, partitions } = this.#load;
    const { spans: spansPerMessage = 1, bytes = APPEND_BYTES } = templates[0] ?? {};
    const mostMessages = Math.max(1, Math.floor(APPEND_BYTES / bytes));
    const beganMs = performance.now();
    let [messages, partition] = [0, 0];
    for (let elapsedMs = 0; elapsedMs < seconds * 1_000; elapsedMs = performance.now() - beganMs) {
      const due = Math.floor((elapsedMs / 1_000) * (spansPerSecond / spansPerMessage)) - messages;
      const count = Math.min(Math.max(due, 0), mostMessages);
      if (count > 0) await this.#append(partition, count, messages);
      messages += count;
      partition = (partition + 1) % partitions;
      if (count < mostMessages) await delay(Math.max(0, TICK_MS - (performance.now() - beganMs - elapsedMs)));
    }
  }

  async #append(partition: number, count: number, next: number): Promise<void> {
    const { templates } = this.#load;
    const chosen = Array.from({ length: count }, (_, index) => templates[(next + index) % templates.length]);
    const values = chosen.flatMap((template) => template?.copy() ?? []);
    const beganMs = performance.now();
    await this.#bed.feed.append(this.#topic, partition, values);
    this.#spans += chosen.reduce((sum, template) => sum + (template?.spans ?? 0), 0);
    this.#counts[partition] = (this.#counts[partition] ?? 0) + count;
    this.#waiting[partition]?.push({ count: this.#counts[partition] ?? 0, beganMs });
  }

  async #look(): Promise<void> {
    const beganMs = performance.now();
    let [memoryAtMs, forgetAtMs] = [beganMs, beganMs];
    let endMs = Number.POSITIVE_INFINITY;
    while (this.#isSending || this.#isWaiting()) {
      if (!this.#isSending) endMs = Math.min(endMs, performance.now() + DRAIN_TIMEOUT_MS);
      if (performance.now() > endMs) return;
      this.#note(await this.#bed.countMessages());
      if (performance.now() >= memoryAtMs) {
        this.#noteMemory((performance.now() - beganMs) / 1_000);
        memoryAtMs += MEMORY_EVERY_MS;
      }
      const { forgetEverySeconds = Number.POSITIVE_INFINITY } = this.#load;
      if (performance.now() - forgetAtMs > forgetEverySeconds * 1_000) {
        await this.#bed.forgetStored(this.#topic);
        forgetAtMs = performance.now();
      }
      await delay(LOOK_MS);
    }
  }

  #isWaiting(): boolean {
    return this.#waiting.some((appended) => appended.length > 0);
  }

  #note(stored: ReadonlyMap<number, number>): void {
    const nowMs = performance.now();
    for (const [partition, appended] of this.#waiting.entries()) {
      const count = stored.get(partition) ?? 0;
      for (let first = appended[0]; first !== undefined && first.count <= count; first = appended[0]) {
        this.#latenciesMs.push(nowMs - first.beganMs);
        appended.shift();
      }
    }
  }

  #noteMemory(atSeconds: number): void {
    this.#memory.push({ atSeconds, residentMb: this.#ingester.memory().residentMb });
  }
}
