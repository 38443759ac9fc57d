import { readFileSync } from "node:fs";
import { join } from "node:path";

import { startProcess, type TestProcess } from "@parapet/testkit";

import { startService } from "../start-service.ts";
import { startFaultProxy, type FaultProxy } from "./fault-proxy.ts";
import type { IngesterPlan, Strike } from "./ingester-plan.ts";

/** One ingester process, and the proxy through which it reaches the store. */
export interface Member {
  readonly process: TestProcess;
  readonly proxy: FaultProxy;
}

export interface CrewOptions {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly groupId: string;
  readonly sessionTimeoutMs: number;
  readonly store: { readonly url: string; readonly username: string; readonly password: string };
  readonly hasRandomTokens?: boolean;
}

const ingesterFile = join(import.meta.dirname, "chaos-ingester.ts");

/** The ingesters of one run. Each has a proxy of its own, so that a fault at the proxy is that of one process. */
export class IngesterCrew {
  readonly #options: CrewOptions;
  readonly #members = new Set<Member>();
  #peakRssBytes = 0;
  readonly #storeErrors = new Map<string, number>();
  #words = "";

  constructor(options: CrewOptions) {
    this.#options = options;
  }

  get members(): readonly Member[] {
    return [...this.#members];
  }

  /** The largest memory that any of them has had when it ended. */
  get peakRssBytes(): number {
    return this.#peakRssBytes;
  }

  /** How often each failure of the store was logged so far. */
  get storeErrors(): ReadonlyMap<string, number> {
    const counts = new Map(this.#storeErrors);
    for (const { process } of this.#members) countStoreErrors(process.stderr(), counts);
    return counts;
  }

  /** The end of what those that have ended wrote to their logs. */
  get words(): string {
    return this.#words;
  }

  /** An ingester of production parts that may strike itself; its clock may be off. */
  startChaos(strike: Strike | null, clockOffsetMs = 0): Promise<Member> {
    const { store, hasRandomTokens = false, brokers, topic, groupId, sessionTimeoutMs } = this.#options;
    return this.#add((storeUrl) => {
      const { username, password } = store;
      const common = { brokers: [...brokers], topic, groupId, sessionTimeoutMs };
      const plan: IngesterPlan = { ...common, storeUrl, username, password, strike, hasRandomTokens, clockOffsetMs };
      return startProcess({ args: [ingesterFile, JSON.stringify(plan)] });
    });
  }

  /** The ingester as it is deployed. */
  startProduction(): Promise<Member> {
    const { store, brokers, topic, sessionTimeoutMs } = this.#options;
    return this.#add((storeUrl) =>
      startService("ingester", {
        PARAPET_KAFKA_BROKERS: brokers.join(","),
        PARAPET_KAFKA_TOPIC: topic,
        PARAPET_KAFKA_SESSION_TIMEOUT_SECONDS: String(Math.ceil(sessionTimeoutMs / 1_000)),
        PARAPET_CLICKHOUSE_URL: storeUrl,
        PARAPET_CLICKHOUSE_INGEST_USER: store.username,
        PARAPET_CLICKHOUSE_INGEST_PASSWORD: store.password,
        PARAPET_HASH_KEY: "a key for tests, and for nothing else",
        PARAPET_ADMIN_PORT: "0",
        PARAPET_GRPC_PORT: "0",
        PARAPET_LOG_LEVEL: "warn",
      }),
    );
  }

  /** Ends a member by a signal; its place in the crew is free at once. Resolves with its exit code. */
  async end(member: Member, signal: "SIGKILL" | "SIGTERM"): Promise<number | null> {
    this.#noteMemory(member);
    const { code } = await member.process.end(signal, 40_000);
    return code;
  }

  /** Resolves when the member has ended by itself; one that has not within the time is killed, and that is false. */
  async ended(member: Member, timeoutMs: number): Promise<boolean> {
    const late = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => late.resolve(false), timeoutMs);
    const hasEnded = await Promise.race([member.process.ended.then(() => true), late.promise]);
    clearTimeout(timer);
    if (!hasEnded) await this.end(member, "SIGKILL");
    return hasEnded;
  }

  async stop(): Promise<void> {
    await Promise.all(this.members.map((member) => this.end(member, "SIGKILL")));
  }

  async #add(start: (storeUrl: string) => TestProcess): Promise<Member> {
    const proxy = await startFaultProxy(this.#options.store.url);
    const member = { process: start(proxy.url), proxy };
    this.#members.add(member);
    void member.process.ended.then(() => this.#forget(member));
    return member;
  }

  async #forget(member: Member): Promise<void> {
    const words = member.process.stderr();
    countStoreErrors(words, this.#storeErrors);
    this.#words = `${this.#words}${words}`.slice(-20_000);
    this.#members.delete(member);
    await member.proxy.stop();
  }

  #noteMemory({ process }: Member): void {
    this.#peakRssBytes = Math.max(this.#peakRssBytes, peakRssBytes(process.pid));
  }
}

function countStoreErrors(words: string, counts: Map<string, number>): void {
  for (const [code] of words.matchAll(/\bstore_[a-z]+|\btoo_many_parts/g))
    counts.set(code, (counts.get(code) ?? 0) + 1);
}

/** `VmHWM` of a running process (proc(5)); 0 when it has ended. */
function peakRssBytes(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
