import type { HealthCheck } from "@parapet/runtime";

import type { ClickHouse } from "./clickhouse.ts";

/** Well while the server answers this user. */
export function storeHealth(clickhouse: ClickHouse): HealthCheck {
  return {
    name: "store",
    check: async (signal) => {
      await clickhouse.ping(signal);
      return null;
    },
  };
}
