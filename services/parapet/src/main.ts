import { CONFIG_EXIT_CODE, ConfigError, describeError, VERSION } from "@parapet/runtime";
import { Command } from "commander";

import { dlqCommand } from "./commands/dlq/dlq.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { eraseCommand } from "./commands/erase.ts";
import { importCommand } from "./commands/import.ts";
import { migrateCommand } from "./commands/migrate.ts";
import { normalizeCommand } from "./commands/normalize.ts";
import { priceCommand } from "./commands/price.ts";
import { queryCommand } from "./commands/query.ts";
import { reconcileCommand } from "./commands/reconcile.ts";
import { redactCommand } from "./commands/redact/redact.ts";
import { repriceCommand } from "./commands/reprice.ts";
import { retentionCommand } from "./commands/retention.ts";
import { scanCommand } from "./commands/scan.ts";
import { upCommand } from "./commands/up.ts";
import { verifyCommand } from "./commands/verify/verify.ts";
import { versionCommand } from "./commands/version.ts";
import { ReaderGoneError, type Terminal } from "./terminal.ts";

const terminal: Terminal = {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  setExitCode: (code) => {
    process.exitCode = code;
  },
};

// A pipe that is closed is told to whoever writes; an error event that nobody listens to would end the process.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);

const program = new Command("parapet")
  .description("observability and guardrails for LLM inference")
  .version(VERSION, "-V, --version", "print the version alone")
  .addCommand(upCommand(terminal, process))
  .addCommand(scanCommand(terminal))
  .addCommand(redactCommand(terminal))
  .addCommand(normalizeCommand(terminal))
  .addCommand(priceCommand(terminal))
  .addCommand(importCommand(terminal))
  .addCommand(repriceCommand(terminal))
  .addCommand(reconcileCommand(terminal))
  .addCommand(queryCommand(terminal))
  .addCommand(migrateCommand(terminal))
  .addCommand(retentionCommand(terminal))
  .addCommand(eraseCommand(terminal))
  .addCommand(dlqCommand(terminal))
  .addCommand(verifyCommand(terminal))
  .addCommand(doctorCommand(terminal))
  .addCommand(versionCommand(terminal));

try {
  if (process.argv.length > 2) await program.parseAsync();
  else program.outputHelp();
} catch (error) {
  if (!(error instanceof ReaderGoneError)) {
    process.stderr.write(`${error instanceof ConfigError ? error.message : describeError(error)}\n`);
    process.exitCode = error instanceof ConfigError ? CONFIG_EXIT_CODE : 1;
  }
}
