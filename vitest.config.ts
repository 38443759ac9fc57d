import { defineConfig } from "vitest/config";

import { testSummary } from "./tools/test-summary.ts";

const conditions = ["source", "module", "node"];
const isCi = process.env["CI"] === "true";

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["{libs,services,bench,e2e,tools,models}/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/dist/**"],
    reporters: ["default", testSummary(isCi)],
    testTimeout: 30_000,
    hookTimeout: 180_000,
    // On a busy machine what happens soon may take seconds.
    expect: { poll: { timeout: 10_000 } },
    // Two cores: the suites that start real servers must not starve each other.
    maxWorkers: 2,
    // Suites that start a child process of ours run it from source, as this process does.
    execArgv: ["--conditions=source"],
  },
});
