import { describeCall, type CallDescription } from "../describe-call.ts";
import type { Flavour } from "../flavour.ts";
import { anthropicMessages } from "../flavours/anthropic-messages.ts";
import { isJsonObject, textAt, type JsonObject } from "../json-value.ts";
import { readUsage } from "../read-usage.ts";
import type { KnownUsage } from "../usage-result.ts";
import { mergeCounts } from "./merge-counts.ts";

/**
 * Usage of a streamed answer: that of the events which tell it, as one; null when none does. A stream that began to
 * count and was cut before it told the end is `usage_partial`.
 */
export function streamUsage(events: readonly unknown[], flavours: readonly Flavour[]): KnownUsage | null {
  const types = new Set(events.map((event) => textAt(event, ["type"])));
  // Its first event alone shows what a stream of Anthropic's messages is; the last one counts only the output.
  const tried = types.has("message_start") ? [anthropicMessages] : flavours;
  const telling = tellingEvents(events, tried);
  const flavour = tried.find((flavour) => telling.some((event) => flavour.find(event) !== undefined));
  if (flavour === undefined) return null;
  const usage = telling.map((event) => flavour.find(event)).reduce((earlier, later) => mergeCounts(earlier, later));
  const known = readUsage(flavour, usage);
  if (known === null) return null;
  const isCut = types.has("message_start") && !types.has("message_delta");
  const flags = isCut ? [...known.flags, "usage_partial" as const] : known.flags;
  return { ...known, ...describeStream(telling, flavour), flags };
}

/** The few events in which a flavour may find something: most carry a piece of text and nothing else. */
function tellingEvents(events: readonly unknown[], flavours: readonly Flavour[]): readonly JsonObject[] {
  const keys = new Set(flavours.flatMap(({ entryKeys }) => entryKeys));
  return events.filter(isJsonObject).filter((event) => {
    return Object.entries(event).some(([key, value]) => value !== null && keys.has(key));
  });
}

/** What the last event says that says it: early events repeat what was asked for. */
function describeStream(events: readonly JsonObject[], flavour: Flavour): CallDescription {
  const description: CallDescription = {};
  for (const answer of events) Object.assign(description, describeCall({ answer, usage: flavour.find(answer) }));
  return description;
}
