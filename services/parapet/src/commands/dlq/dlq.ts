import { Command } from "commander";

import type { Terminal } from "../../terminal.ts";
import { dlqLsCommand } from "./dlq-ls.ts";
import { dlqRequeueCommand } from "./dlq-requeue.ts";
import { dlqShowCommand } from "./dlq-show.ts";

/** `parapet dlq`: messages that could not be stored. */
export function dlqCommand(terminal: Terminal): Command {
  return new Command("dlq")
    .description("look at messages that became dead letters, and try them again")
    .addCommand(dlqLsCommand(terminal))
    .addCommand(dlqShowCommand(terminal))
    .addCommand(dlqRequeueCommand(terminal));
}
