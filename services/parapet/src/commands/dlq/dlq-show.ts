import { ParapetError, type Environment } from "@parapet/runtime";
import { Command } from "commander";

import { connectStore } from "../../connect-store.ts";
import { writeBytes, writeLine, type Terminal } from "../../terminal.ts";
import { readDeadMessages, type DeadMessage } from "./dead-letters.ts";
import { letterFacts } from "./dlq-ls.ts";
import { formatMessagePlace, parseMessagePlace, type MessagePlace } from "./message-place.ts";
import { openKafka } from "./open-kafka.ts";
import { readDeadMessagesAgain } from "./read-dead-message.ts";

interface ShowOptions {
  readonly content: boolean;
}

const notes = `
Without --content nothing of the message is shown. With it, the message is read from Kafka again, its hash is compared, and
its bytes go to stdout; the facts go to stderr then.

Example:
  parapet dlq show llm.spans/0/17 --content | parapet normalize`;

const DEADLINE_MS = 60_000;

/** `parapet dlq show`: one message, why it is a dead letter, and on demand what is in it. */
export function dlqShowCommand(terminal: Terminal): Command {
  return new Command("show")
    .description("say why a message became a dead letter")
    .argument("<place>", "topic/partition/offset, as `dlq ls` prints it", parseMessagePlace)
    .option("--content", "read the message from Kafka again and print its bytes", false)
    .addHelpText("after", notes)
    .action((place: MessagePlace, options: ShowOptions) => run(place, options, terminal));
}

async function run(place: MessagePlace, { content }: ShowOptions, { env, stdout, stderr }: Terminal): Promise<void> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const letter = await findLetter(place, env, signal);
  await writeLine(content ? stderr : stdout, JSON.stringify(letterFacts(letter)));
  if (content) await writeBytes(stdout, await readContent(letter, env, signal));
}

async function findLetter(place: MessagePlace, env: Environment, signal: AbortSignal): Promise<DeadMessage> {
  const store = await connectStore("read", env);
  try {
    const [letter] = await readDeadMessages(store, { places: [place], limit: 1 }, signal);
    if (letter !== undefined) return letter;
    throw new ParapetError("letter_unknown", `there is no dead letter at ${formatMessagePlace(place)}; see dlq ls`);
  } finally {
    await store.close();
  }
}

async function readContent(letter: DeadMessage, env: Environment, signal: AbortSignal): Promise<Uint8Array> {
  const [reading] = await readDeadMessagesAgain(openKafka(env), [letter], signal);
  const place = formatMessagePlace(letter);
  if (reading?.kind === "read") return reading.value;
  if (reading?.kind === "message_changed") {
    throw new ParapetError("message_changed", `another message stands at ${place} now: the topic was created anew`);
  }
  throw new ParapetError("message_gone", `Kafka no longer holds ${place}: its retention has passed, or it was deleted`);
}
