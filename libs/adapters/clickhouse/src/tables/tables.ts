import { alertEvents } from "./alert-events.ts";
import { costAdjustments } from "./cost-adjustments.ts";
import { deadLetters } from "./dead-letters.ts";
import { detections } from "./detections.ts";
import { embeddings } from "./embeddings.ts";
import { engineSamples } from "./engine-samples.ts";
import { erasures } from "./erasures.ts";
import { feedback } from "./feedback.ts";
import { findings } from "./findings.ts";
import { gpuSamples } from "./gpu-samples.ts";
import { ledger } from "./ledger.ts";
import { migrationAttempts } from "./migration-attempts.ts";
import { migrationLock } from "./migration-lock.ts";
import { migrations } from "./migrations.ts";
import { requeues } from "./requeues.ts";
import { spanContent } from "./span-content.ts";
import { spans } from "./spans.ts";
import type { AnyTable } from "./table.ts";

/** Every table that takes rows, as the migrations must create it. */
export const tables: readonly AnyTable[] = [
  spans,
  spanContent,
  findings,
  detections,
  embeddings,
  costAdjustments,
  engineSamples,
  gpuSamples,
  alertEvents,
  feedback,
  deadLetters,
  ledger,
  erasures,
  requeues,
  migrations,
  migrationAttempts,
  migrationLock,
];

const byName: ReadonlyMap<string, AnyTable> = new Map(tables.map((table) => [table.name, table]));

export function findTable(name: string): AnyTable | undefined {
  return byName.get(name);
}
