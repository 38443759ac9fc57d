import { CONFIG_EXIT_CODE, ConfigError, describeError } from "@parapet/runtime";
import { Command } from "commander";

import { doctorCommand } from "./commands/doctor.ts";
import { migrateCommand } from "./commands/migrate.ts";
import { normalizeCommand } from "./commands/normalize.ts";
import { queryCommand } from "./commands/query.ts";
import { scanCommand } from "./commands/scan.ts";
import { upCommand } from "./commands/up.ts";
import { versionCommand } from "./commands/version.ts";
import type { Terminal } from "./terminal.ts";

const terminal: Terminal = {
  env: process.env,
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  setExitCode: (code) => {
    process.exitCode = code;
  },
};

// A reader that has seen enough closes the pipe: that ends the command, and is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

const program = new Command("parapet")
  .description("observability and guardrails for LLM inference")
  .addCommand(upCommand(terminal, process))
  .addCommand(scanCommand(terminal))
  .addCommand(normalizeCommand(terminal))
  .addCommand(queryCommand(terminal))
  .addCommand(migrateCommand(terminal))
  .addCommand(doctorCommand(terminal))
  .addCommand(versionCommand(terminal));

try {
  await program.parseAsync();
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : describeError(error)}\n`);
  process.exitCode = error instanceof ConfigError ? CONFIG_EXIT_CODE : 1;
}
