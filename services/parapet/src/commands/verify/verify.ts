import { Command } from "commander";

import type { Terminal } from "../../terminal.ts";
import { verifyDetectorsCommand } from "./verify-detectors.ts";
import { verifyLedgerCommand } from "./verify-ledger.ts";

/** `parapet verify`: whether promises were kept. */
export function verifyCommand(terminal: Terminal): Command {
  return new Command("verify")
    .description("say whether what was promised was kept")
    .addCommand(verifyLedgerCommand(terminal))
    .addCommand(verifyDetectorsCommand(terminal));
}
