import { expect, it } from "vitest";

import { checkHealth } from "./health.ts";
import { createReadiness } from "./readiness.ts";

it("is well only while it runs", async () => {
  const readiness = createReadiness();
  const report = () => checkHealth([readiness.check]);
  expect(await report()).toEqual({ healthy: false, checks: { services: "starting" } });
  await readiness.start();
  expect(await report()).toEqual({ healthy: true, checks: { services: "ok" } });
  await readiness.stop();
  expect(await report()).toEqual({ healthy: false, checks: { services: "stopping" } });
});
