import type { ClickHouse } from "@parapet/clickhouse";
import { ConfigError } from "@parapet/runtime";
import { Command } from "commander";

import { writeLine, type Terminal } from "../../terminal.ts";
import { connectToCorrect } from "../reprice-scope.ts";
import { readDeadMessages, type DeadLetterFilter, type DeadMessage } from "./dead-letters.ts";
import { deadlineOf, withFilterOptions, type FilterOptions } from "./filter-options.ts";
import { formatMessagePlace, parseMessagePlace, type MessagePlace } from "./message-place.ts";
import { openKafka } from "./open-kafka.ts";
import { requeueLetters, settledOutcomes, type RequeueOutcome } from "./requeue-letters.ts";

interface CommandOptions extends FilterOptions {
  readonly dryRun: boolean;
  readonly again: boolean;
  readonly withSiblings: boolean;
}

const notes = `
Reads each message from Kafka again, compares its hash, and appends it to its topic with the same key and headers, and the
header parapet-requeued-from. It is a new message with a new offset: it is stored, or becomes a dead letter, like any other.
What was requeued is noted in table requeues, before and after: running the command again requeues nothing twice, and goes
on where --limit ended it. Two at the same time do not know of each other. An attempt that was killed between the two notes
is "requeue_unsure" and left alone unless --again is given.

One JSON object a letter goes to stdout, {"place","outcome"}, and the counts at last. Exit code 1 when a letter is left over, also by --limit:
  message_gone      retention has taken it; nothing can be done
  message_changed   the topic was created anew; another message stands there
  empty_message     there is nothing in it
  partly_stored     other spans of the message are rows and would be stored again; --with-siblings does it all the same
  requeue_unsure    an earlier attempt may have appended it; look for its spans, then --again

Examples:
  parapet dlq requeue llm.spans/0/17
  parapet dlq requeue --reason processing_failed --since 2026-11-01 --dry-run`;

/** `parapet dlq requeue`: another try for messages that could not be stored. */
export function dlqRequeueCommand(terminal: Terminal): Command {
  return withFilterOptions(new Command("requeue"), 1_000)
    .description("append the messages of dead letters to their topics again")
    .argument("[places...]", "topic/partition/offset, as `dlq ls` prints it", collectPlaces, [])
    .option("--dry-run", "say what would be requeued, and requeue nothing", false)
    .option("--again", "also what an earlier attempt may have requeued", false)
    .option("--with-siblings", "also messages of which other spans are stored", false)
    .addHelpText("after", notes)
    .action((places: readonly MessagePlace[], options: CommandOptions) => run(places, options, terminal));
}

/** Each once, however often it is named. */
function collectPlaces(text: string, places: readonly MessagePlace[]): readonly MessagePlace[] {
  const place = parseMessagePlace(text);
  const isKnown = places.some((known) => formatMessagePlace(known) === formatMessagePlace(place));
  return isKnown ? places : [...places, place];
}

async function run(places: readonly MessagePlace[], options: CommandOptions, terminal: Terminal): Promise<void> {
  if (places.length === 0 && options.reason === undefined) {
    throw new ConfigError("name places, or a --reason: nobody requeues everything by accident");
  }
  const connection = openKafka(terminal.env);
  const store = await connectToCorrect(terminal.env);
  const signal = deadlineOf(options);
  const counts = new Map<RequeueOutcome | "letter_unknown", number>();
  const count = (outcome: RequeueOutcome | "letter_unknown", by = 1): void => {
    counts.set(outcome, (counts.get(outcome) ?? 0) + by);
    if (outcome === "letter_unknown" || !settledOutcomes.has(outcome)) terminal.setExitCode(1);
  };
  try {
    const letters = await chooseLetters(store, { ...options, places }, { ...terminal, signal });
    if (places.length > letters.length) count("letter_unknown", places.length - letters.length);
    await requeueLetters(letters, {
      store,
      connection,
      isDryRun: options.dryRun,
      isAgain: options.again,
      isWithSiblings: options.withSiblings,
      signal,
      onOutcome: async (letter, outcome) => {
        count(outcome);
        await writeLine(terminal.stdout, JSON.stringify({ place: formatMessagePlace(letter), outcome }));
      },
    });
  } finally {
    await store.close();
    await writeLine(terminal.stdout, JSON.stringify(Object.fromEntries(counts)));
  }
}

/** All that are named, else as many as the limit allows of those that were not appended yet. */
async function chooseLetters(
  store: ClickHouse,
  filter: DeadLetterFilter & { readonly places: readonly MessagePlace[] },
  { stderr, setExitCode, signal }: Pick<Terminal, "stderr" | "setExitCode"> & { readonly signal: AbortSignal },
): Promise<readonly DeadMessage[]> {
  const { places, limit } = filter;
  if (places.length > 0) return readDeadMessages(store, { ...filter, limit: places.length }, signal);
  const found = await readDeadMessages(store, { ...filter, isOpen: true, limit: limit + 1 }, signal);
  if (found.length > limit) {
    setExitCode(1);
    await writeLine(stderr, `there are more than ${limit}; run it again, or raise --limit`);
  }
  return found.slice(0, limit);
}
