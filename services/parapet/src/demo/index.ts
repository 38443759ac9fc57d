export { demoTenants } from "./demo-app.ts";
export { demoEngineHistory } from "./demo-engine-history.ts";
export { createDemoExporters } from "./demo-exporters.ts";
export { demoStartMs } from "./demo-start.ts";
export { createDemoTraffic } from "./demo-traffic.ts";
