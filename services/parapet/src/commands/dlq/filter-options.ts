import { deadLetterReasons } from "@parapet/delivery";
import { Option, InvalidArgumentError, type Command } from "commander";

import { timeOf } from "../reprice-scope.ts";
import { secondsOf } from "../seconds-of.ts";

/** Options that choose dead letters. */
export interface FilterOptions {
  readonly tenant?: string;
  readonly reason?: string;
  readonly topic?: string;
  readonly since?: number;
  readonly limit: number;
  readonly timeout: number;
}

export function withFilterOptions(command: Command, limit: number): Command {
  return command
    .option("--tenant <tenant>", "of one tenant")
    .addOption(new Option("--reason <reason>", "of one reason").choices(deadLetterReasons))
    .option("--topic <topic>", "of one topic")
    .option("--since <time>", "of messages since 2026-11-01 or 2026-11-01T12:00:00Z", timeOf)
    .option("--limit <messages>", "at most so many", countOf, limit)
    .option("--timeout <seconds>", "when to give up", secondsOf, 600);
}

const MAX_COUNT = 1_000_000;

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0 && count <= MAX_COUNT) return count;
  throw new InvalidArgumentError(`It is a whole number above 0, at most ${MAX_COUNT}.`);
}

export function deadlineOf({ timeout }: Pick<FilterOptions, "timeout">): AbortSignal {
  return AbortSignal.timeout(timeout * 1_000);
}
