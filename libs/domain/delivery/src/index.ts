export { DEFAULT_DEDUP_SAFE_MS, DEFAULT_LANDING_MS, isOwnershipOver } from "./fenced-range/fence-rules.ts";
export { laneStartOf } from "./fenced-range/lane-start.ts";
export { decideOpening } from "./fenced-range/open-lane.ts";
export { explainJump, judgeFetch } from "./fenced-range/reading-position.ts";
export { beginLane, stepLane } from "./fenced-range/step-lane.ts";
export { insertToken, recheckOf } from "./message-range.ts";
export { storeBlocks } from "./store-blocks.ts";
export { deadLetter, deadLetterReasons, ok } from "./outcome.ts";
export { tenantOf } from "./tenant-of.ts";
export { DEFAULT_TENANT, ENCODING_HEADER, TENANT_HEADER } from "./stream-headers.ts";
export type { Block, BlockSink, EncodedBlock, Recheck, RowBlock } from "./block-sink.ts";
export type { DeadLetterRecord, DeadLetterSink } from "./dead-letter-sink.ts";
export type { Message, OutgoingMessage } from "./message.ts";
export type { MessageRange } from "./message-range.ts";
export type { DeadLetterReason, Outcome } from "./outcome.ts";
export type { Producer } from "./producer.ts";
export type { PartitionLag, RangeHandler, Source } from "./source.ts";
export type { Intent } from "./fenced-range/commit-note.ts";
export type { FenceRules } from "./fenced-range/fence-rules.ts";
export type { LaneCondition, LaneEnd, LaneReport } from "./fenced-range/lane-condition.ts";
export type {
  CommitFailure,
  LaneAction,
  LaneEvent,
  LaneState,
  LaneStep,
  RangeInHand,
} from "./fenced-range/lane-state.ts";
export type { Moment } from "./fenced-range/moment.ts";
export type { Committed, LaneStart, OffsetBounds } from "./fenced-range/lane-start.ts";
export type { LaneOpening } from "./fenced-range/open-lane.ts";
export type { ReadingPosition } from "./fenced-range/reading-position.ts";
