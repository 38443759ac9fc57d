import { SensitiveSearch } from "@parapet/sensitive";

import { costOf, medianOf, print, type Figure } from "./measure.ts";
import { findPeers, ratePresidio, type Peer } from "./sensitive/peers.ts";
import { bytesOf, chatCorpus, codeCorpus, shortMessages, type Corpus } from "./sensitive/texts.ts";

const RUNS = 5;
const RUN_MS = 1_500;
const SHORT_MESSAGES = 1_500;
const MEGABYTE = 1e6;
const TEN_KILOBYTES = 10_000;

/**
 * `pnpm bench sensitive`: how fast texts are searched for personal data and secrets, with all recognizers and through
 * whatever hides them, and how often prose and code look like either. Peers that are at hand search the short messages too.
 */
export async function benchSensitive(): Promise<void> {
  const search = new SensitiveSearch();
  const [chat, code] = [chatCorpus(), codeCorpus()];
  for (const corpus of [chat, code]) await benchRate(search, corpus);
  const short = shortMessages(SHORT_MESSAGES);
  const own = await textsPerSecond(short, (text) => search.find(text));
  tell(`messages of ${Math.round(bytesOf(short) / short.length)} bytes`, own.rate, "texts/cpu_s", own);
  for (const peer of await findPeers()) await benchPeer(peer, short, own.rate);
  benchPresidio(short, own.rate);
  for (const corpus of [chat, code]) tellFindings(search, corpus);
}

async function benchRate(search: SensitiveSearch, { name, texts }: Corpus): Promise<void> {
  const measured = await textsPerSecond(texts, (text) => search.find(text));
  const megabytes = bytesOf(texts) / texts.length / MEGABYTE;
  tell(name, measured.rate * megabytes, "MB/cpu_s", measured);
}

async function benchPeer({ name, find }: Peer, texts: readonly string[], ownRate: number): Promise<void> {
  const measured = await textsPerSecond(texts, find);
  print({
    ...figure(name, measured.rate, "texts/cpu_s", measured),
    peer: "parapet",
    ratio: Number((ownRate / measured.rate).toPrecision(3)),
  });
}

function benchPresidio(texts: readonly string[], ownRate: number): void {
  const answer = ratePresidio(texts);
  if (answer === null) return;
  const { recognizers, rate, cpu_s } = answer;
  const name = `presidio-analyzer 2.2.363, ${recognizers} recognizers`;
  const measured = figure(name, rate, "texts/cpu_s", { rate, cpuSeconds: cpu_s });
  print({ ...measured, peer: "parapet", ratio: Number((ownRate / rate).toPrecision(3)) });
}

interface Measured {
  readonly rate: number;
  readonly cpuSeconds: number;
}

/** The median of several runs after one that warms up. */
async function textsPerSecond(texts: readonly string[], find: (text: string) => unknown): Promise<Measured> {
  const runs: Measured[] = [];
  for (let run = 0; run <= RUNS; run += 1) {
    let count = 0;
    const { cpuSeconds } = await costOf(async () => {
      const endsAt = performance.now() + RUN_MS;
      while (performance.now() < endsAt) {
        await find(texts[count % texts.length] ?? "");
        count += 1;
      }
    });
    if (run > 0) runs.push({ rate: count / cpuSeconds, cpuSeconds });
  }
  const rate = medianOf(runs.map((one) => one.rate));
  return { rate, cpuSeconds: runs.reduce((sum, one) => sum + one.cpuSeconds, 0) };
}

function tellFindings(search: SensitiveSearch, { name, texts }: Corpus): void {
  const findings = texts.reduce((sum, text) => sum + search.find(text).length, 0);
  const per = (findings / bytesOf(texts)) * TEN_KILOBYTES;
  tell(`${name}: findings`, per, "findings/10 kB", { rate: per, cpuSeconds: 0 });
}

function tell(what: string, value: number, unit: string, measured: Measured): void {
  print(figure(what, value, unit, measured));
}

function figure(what: string, value: number, unit: string, { cpuSeconds }: Measured): Figure {
  return { bench: "sensitive", case: what, value, unit, cpu_s: cpuSeconds };
}
