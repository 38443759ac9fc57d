import { clickhouseAvailability } from "@parapet/clickhouse/testing";
import { suiteName } from "@parapet/testkit";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";

import { plantEverything, type Planted } from "./planted-requests.ts";
import { NeedleSearch } from "./planted-needles.ts";
import { readPlaces, type ReadPlace } from "./planted-places.ts";
import { createPlantedSenders, type Answer } from "./planted-senders.ts";
import { startAllInOne, temporaryFolder, type AllInOne } from "./start-all-in-one.ts";

const missing = clickhouseAvailability(process.env);

const findingSchema = z.object({
  span_id: z.string(),
  location: z.string(),
  entity: z.string(),
  category: z.string(),
  fingerprint: z.string(),
});
type StoredFinding = z.output<typeof findingSchema>;

/** The other modes take three minutes more. */
const isLong = process.env["PARAPET_SENSITIVE"] === "long";
const usualModes = [{ mode: "redacted", kinds: Number.POSITIVE_INFINITY }];
const otherModes = [
  { mode: "hash", kinds: 2 },
  { mode: "none", kinds: 2 },
];

describe.skipIf(missing !== null)(suiteName("what is planted in any field of a span", missing), () => {
  describe.each(isLong ? [...usualModes, ...otherModes] : usualModes)("with capture $mode", ({ mode, kinds }) => {
    const bed = useBed(mode, kinds);

    test("is in no table, file, log, metric or answer", () => {
      const { planted, places, answers } = bed();
      const search = new NeedleSearch(planted.all.map(({ secret }) => secret));
      const fieldOf = new Map(planted.all.map(({ secret, field }) => [secret.value, `${field} (${secret.entity})`]));
      const read = [...places, { name: "answers to senders", bytes: Buffer.from(answers.join("\n")) }];
      const leaks = read.flatMap(({ name, bytes }) =>
        search.find(bytes).map(({ value, form }) => `${fieldOf.get(value)}: ${form}, in ${name}`),
      );
      expect(search.size).toBeGreaterThan(planted.all.length);
      expect(leaks).toEqual([]);
    });

    // Where nothing that was said is kept, nobody looks into it.
    if (mode === "none") return;
    test("has a finding where it was, with a fingerprint", () => {
      const { planted, findings } = bed();
      const bySpan = Map.groupBy(findings, ({ span_id }) => span_id);
      const unfound = planted.stored.filter(({ spanId, location }) => {
        const found = bySpan.get(spanId) ?? [];
        return !found.some((finding) => location.test(finding.location) && isTold(finding));
      });
      const told = unfound.map(({ field, secret, spanId }) => {
        const others = (bySpan.get(spanId) ?? []).map(({ location, entity }) => `${entity} at ${location}`);
        return `${field}: ${secret.entity}; found ${others.join(", ")}`;
      });
      expect(told).toEqual([]);
    });
  });

  describe("with capture full", () => {
    const bed = useBed("full", 2);

    test("is found by the same search, every value", () => {
      const { planted, places } = bed();
      const search = new NeedleSearch(planted.stored.map(({ secret }) => secret));
      const tables = places.filter(({ name }) => name.startsWith("table `parapet`"));
      const found = new Set(tables.flatMap(({ bytes }) => search.find(bytes).map(({ value }) => value)));
      const unseen = planted.stored.filter(({ secret }) => !found.has(secret.value));
      expect(unseen.map(({ field, secret }) => `${field}: ${secret.entity}`)).toEqual([]);
    });
  });
});

/** Of two readings of the same digits one is told: a phone number may count as one of the health service. */
function isTold({ category, fingerprint }: StoredFinding): boolean {
  return fingerprint !== "" && ["pii", "secret"].includes(category);
}

interface Bed {
  readonly planted: Planted;
  readonly answers: readonly Answer[];
  readonly places: readonly ReadPlace[];
  readonly findings: readonly StoredFinding[];
}

/** Starts an all-in-one, sends it everything, reads all that it has kept, and ends it. */
function useBed(mode: string, kinds: number): () => Bed {
  const folder = temporaryFolder();
  let parapet: AllInOne | undefined;
  let bed: Bed | undefined;
  beforeAll(async () => {
    parapet = await startAllInOne({ isDemo: false, folder: folder.path, env: { PARAPET_CONTENT: mode } });
    bed = await plantAndRead(parapet, folder.path, plantEverything(mode, kinds));
  }, 400_000);
  afterAll(async () => {
    await parapet?.read.close();
    await parapet?.command.end("SIGKILL");
    folder.remove();
  });
  return () => {
    if (bed === undefined) throw new Error("nothing was planted");
    return bed;
  };
}

async function plantAndRead(parapet: AllInOne, folder: string, planted: Planted): Promise<Bed> {
  const [, otlpAddress = ""] = /OTLP\/gRPC ([\d.]+:\d+)/.exec(parapet.command.stdout()) ?? [];
  const senders = createPlantedSenders({ otlpUrl: parapet.otlpUrl, otlpAddress });
  const answers: Answer[] = [];
  for (const send of planted.requests) answers.push(await send(senders));
  senders.close();
  await untilAllIsStored(parapet, planted);
  const findings = await parapet.read.query(
    "SELECT span_id, location, entity, category, fingerprint FROM findings",
    {},
    findingSchema,
  );
  return { planted, answers, findings, places: await readPlaces(parapet, folder) };
}

const counted = z.object({ spans: z.coerce.number(), waiting: z.coerce.number() });

/** The ingester stores before a sender is answered; the learned detectors come later. */
async function untilAllIsStored({ read }: AllInOne, { spans }: Planted): Promise<void> {
  const isStored = async (): Promise<boolean> => {
    const [row] = await read.query(
      `SELECT count() AS spans,
         countIf(operation IN ('chat', 'text_completion', 'generate_content')
           AND (input_chars > 0 OR output_chars > 0)
           AND span_id NOT IN (SELECT span_id FROM detections)) AS waiting
       FROM spans`,
      {},
      counted,
    );
    return row?.spans === spans && row.waiting === 0;
  };
  await vi.waitUntil(isStored, { timeout: 300_000, interval: 500 });
}
