import { clickhouseAddress, createClickHouse, createStoreWatch } from "@parapet/clickhouse";
import { alreadyRunning, createServiceProcess, processSettings } from "@parapet/rpc";
import { loadConfig, portSetting, runMain, VERSION, type Environment, type Service } from "@parapet/runtime";
import { z } from "zod";

import { consoleTokenSetting } from "./authorise.ts";
import { createConsole } from "./console.ts";

const settingsSchema = z.object({
  ...processSettings.shape,
  PARAPET_CONSOLE_PORT: portSetting(8080),
  PARAPET_CONSOLE_TOKEN: consoleTokenSetting.optional(),
});

await runMain({ process, build: buildConsole });

async function buildConsole(env: Environment): Promise<Service> {
  const settings = loadConfig(settingsSchema, env);
  const address = clickhouseAddress("read", env);
  return createServiceProcess({
    name: "parapet-console",
    version: VERSION,
    settings,
    build: ({ log, meter }) => {
      const clickhouse = createClickHouse(address);
      const token = settings.PARAPET_CONSOLE_TOKEN;
      const server = createConsole({
        clickhouse,
        host: settings.PARAPET_LISTEN_HOST,
        port: settings.PARAPET_CONSOLE_PORT,
        log,
        ...(token === undefined ? {} : { token }),
      });
      // Not awaited: people who look find a console that says what is wrong.
      const store = createStoreWatch({ clickhouse, isWriter: false, isAwaited: false, log, meter });
      return {
        services: [alreadyRunning("clickhouse", () => clickhouse.close()), store, server],
        checks: [store.check],
      };
    },
  });
}
