import { Command } from "commander";

import { connectStore } from "../../connect-store.ts";
import { writeLine, writeLines, type Terminal } from "../../terminal.ts";
import { tableLines } from "../table-lines.ts";
import { readDeadMessages, type DeadMessage } from "./dead-letters.ts";
import { deadlineOf, withFilterOptions, type FilterOptions } from "./filter-options.ts";
import { formatMessagePlace } from "./message-place.ts";

interface LsOptions extends FilterOptions {
  readonly json: boolean;
}

/** `parapet dlq ls`: which messages became dead letters. */
export function dlqLsCommand(terminal: Terminal): Command {
  return withFilterOptions(new Command("ls"), 100)
    .description("list messages that became dead letters, the newest first")
    .option("--json", "one JSON object a line", false)
    .action((options: LsOptions) => run(options, terminal));
}

async function run({ json, limit, ...options }: LsOptions, { env, stdout, stderr }: Terminal): Promise<void> {
  const store = await connectStore("read", env);
  try {
    // One more than is shown tells whether there are more.
    const found = await readDeadMessages(store, { ...options, limit: limit + 1 }, deadlineOf(options));
    const rows = found.slice(0, limit).map(letterFacts);
    await writeLines(stdout, json ? rows.map((row) => JSON.stringify(row)) : tableLines(rows));
    if (found.length > limit)
      await writeLine(stderr, `there are more than ${limit}; narrow the filters or raise --limit`);
  } finally {
    await store.close();
  }
}

/** What can be told of a letter: nothing of its content. */
export function letterFacts(letter: DeadMessage): Readonly<Record<string, unknown>> {
  return {
    place: formatMessagePlace(letter),
    tenant: letter.tenant,
    reasons: letter.reasons.join(","),
    letters: letter.letters,
    stored_spans: letter.storedSpans,
    size_bytes: letter.sizeBytes,
    message_time: letter.messageTime,
    requeue: letter.requeue,
    hash: letter.hash,
  };
}
