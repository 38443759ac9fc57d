import { clickhouseAddress, createBlockSink, createClickHouse, createStoreWatch } from "@parapet/clickhouse";
import { createKafkaProducer, createSpanSource, kafkaConnection, kafkaSettings } from "@parapet/kafka";
import { alreadyRunning, createServiceProcess, guardService, processSettings } from "@parapet/rpc";
import { loadConfig, loadYaml, runMain, systemClock, VERSION, type Environment, type Service } from "@parapet/runtime";
import { defaultSensitivePolicy, parseSensitivePolicy, type SensitivePolicy } from "@parapet/sensitive";
import { z } from "zod";

import { createCheck } from "./check.ts";
import { createFindingsFeed } from "./findings-feed.ts";
import { createGuard } from "./guard.ts";
import type { InspectionDeps } from "./inspect-texts.ts";
import { loadPolicy, policyFileSetting } from "./load-policy.ts";
import { openModels } from "./open-models.ts";
import { SensitiveSearches } from "./sensitive-searches.ts";

const NAME = "parapet-guard";

const settingsSchema = z.object({
  ...processSettings.shape,
  ...kafkaSettings.shape,
  PARAPET_SENSITIVE_FILE: z.string().describe("a YAML file: what is sensitive").optional(),
  PARAPET_POLICY_FILE: policyFileSetting,
  PARAPET_FINDINGS_TOPIC: z.string().min(1).describe("a topic that tells of findings").optional(),
  PARAPET_GUARD_MAX_AGE_SECONDS: z.coerce.number().positive().describe("a number of seconds").default(600),
});

await runMain({ process, build: buildGuard });

async function buildGuard(env: Environment): Promise<Service> {
  const settings = loadConfig(settingsSchema, env);
  const address = clickhouseAddress("ingest", env);
  return createServiceProcess({
    name: NAME,
    version: VERSION,
    settings,
    build: async ({ log, meter, tracer }) => {
      const models = await openModels(env, log);
      const clickhouse = createClickHouse(address);
      const inspection: InspectionDeps = {
        classifier: models.classifier,
        policy: loadPolicy(settings.PARAPET_POLICY_FILE),
        sensitive: new SensitiveSearches(sensitivePolicy(settings.PARAPET_SENSITIVE_FILE)),
        operators: {},
        log,
      };
      const source = createSpanSource("guard", settings, {
        clientId: NAME,
        maxWaitMs: 200,
        encoding: VERSION,
        log,
        meter,
      });
      const topic = settings.PARAPET_FINDINGS_TOPIC;
      const findings =
        topic === undefined ? null : createKafkaProducer({ ...kafkaConnection(settings, NAME, log), topic });
      const guard = createGuard({
        ...inspection,
        source,
        blocks: createBlockSink(clickhouse),
        ...(findings === null ? {} : { feed: createFindingsFeed(findings) }),
        topicTenants: settings.PARAPET_TOPIC_TENANTS,
        maxAgeMs: settings.PARAPET_GUARD_MAX_AGE_SECONDS * 1_000,
        clock: systemClock,
        meter,
        tracer,
      });
      // Not awaited: `Check` is answered without a store too.
      const store = createStoreWatch({ clickhouse, isWriter: true, isAwaited: false, log, meter });
      return {
        services: [
          alreadyRunning("models", models.stop),
          alreadyRunning("clickhouse", () => clickhouse.close()),
          alreadyRunning("findings", async () => findings?.stop()),
          store,
          guard,
        ],
        grpc: [guardService(createCheck(inspection), log)],
        checks: [store.check],
        liveness: [models.health],
      };
    },
  });
}

function sensitivePolicy(path: string | undefined): SensitivePolicy {
  if (path === undefined) return defaultSensitivePolicy;
  return loadYaml({ setting: "PARAPET_SENSITIVE_FILE", path, read: parseSensitivePolicy });
}
