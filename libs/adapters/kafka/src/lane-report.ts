import type { LaneCondition, LaneReport } from "@parapet/delivery";
import type { Logger, StageMetrics } from "@parapet/runtime";

interface ConditionText {
  readonly level: "info" | "warn" | "error";
  /** What happened, what follows, and what to do where somebody must. */
  readonly text: string;
}

const texts: Readonly<Record<LaneCondition, ConditionText>> = {
  position_moved: {
    level: "warn",
    text: "the broker moved the reading position; nothing is lost by it: before what was read, reading begins anew at the committed offset, and behind it there are offsets without messages",
  },
  retention_gap: {
    level: "error",
    text: "messages were deleted before they were stored; reading goes on behind them. Lengthen the topic's retention beyond the longest outage",
  },
  beyond_end: {
    level: "error",
    text: "the committed offset is behind the end of the log, so messages were lost or the group's offsets were set wrongly; nothing is read. Stop every member, set the group's offset with kafka-consumer-groups.sh --reset-offsets, and start again",
  },
  topic_recreated: {
    level: "error",
    text: "the topic was deleted and created anew; it is read from its oldest message under a new stream id",
  },
  intent_too_old: {
    level: "warn",
    text: "this member was held up for so long that the partition may be another's; it asks the group before it inserts",
  },
  fenced: { level: "info", text: "the group has given the partition away; its next owner goes on" },
  commit_failed: { level: "warn", text: "an offset could not be committed; it is tried again" },
};

/** Counts a named condition and tells of it in one line. */
export function reportCondition(
  { condition, messages }: LaneReport,
  { log, metrics }: { readonly log: Logger; readonly metrics?: StageMetrics },
  fields: Readonly<Record<string, string | number>>,
): void {
  metrics?.errored(condition);
  if (condition === "retention_gap") metrics?.discarded(messages, condition);
  const { level, text } = texts[condition];
  log[level](text, { condition, ...fields, ...(messages === 0 ? {} : { messages }) });
}
