import { encodeCommitNote, type Intent } from "./commit-note.ts";
import { type FenceRules, isOwnershipOver } from "./fence-rules.ts";
import type { LaneEnd, LaneReport } from "./lane-condition.ts";
import type {
  CommitFailure,
  LaneAction,
  LaneEvent,
  LanePhase,
  LaneState,
  LaneStep,
  RangeInHand,
} from "./lane-state.ts";
import type { Moment } from "./moment.ts";
import type { LaneOpening } from "./open-lane.ts";
import { recheckSinceMs } from "./recheck-since.ts";
import { takeRange } from "./take-range.ts";

/** Begins a lane: it reads, or makes sure that the log whose end it is behind is the one that its offset is of. */
export function beginLane(opening: LaneOpening, { topicId, encoding }: LaneIdentity, now: Moment): LaneStep {
  const state = { topicId, encoding, openedAt: now, recheckTo: null, hasStrayCommit: false, failures: 0 };
  if (opening.kind === "halted")
    return { state: { ...state, phase: { kind: "checking_end" } }, reports: [], action: { kind: "check_topic" } };
  const { pending, recheckTo, reports } = opening;
  return { ...read({ ...state, recheckTo, phase: { kind: "reading", pending } }, pending), reports };
}

/**
 * What a lane does when the outcome of its last action is known. Pure: the caller performs the action and comes back
 * with the next event. An event that the phase cannot meet is a fault of the caller, and thrown.
 */
export function stepLane(state: LaneState, event: LaneEvent, now: Moment, rules: FenceRules): LaneStep {
  if (event.kind === "moved_back") return endAt(state, "position_moved");
  const next = nextStep({ state, now, rules }, event);
  if (next === null) throw new TypeError(`a lane that is ${state.phase.kind} cannot meet ${event.kind}`);
  return next;
}

/** What a lane's notes and tokens are about, beside offsets. */
export type LaneIdentity = Pick<LaneState, "topicId" | "encoding">;

interface Here {
  readonly state: LaneState;
  readonly now: Moment;
  readonly rules: FenceRules;
}

function nextStep(here: Here, event: LaneEvent): LaneStep | null {
  const { state, now } = here;
  const { phase } = state;
  switch (phase.kind) {
    case "checking_end":
      return event.kind === "topic_checked" ? endAt(state, event.isSame ? "beyond_end" : "topic_recreated") : null;
    case "reading":
      return event.kind === "range_closed" ? takeNext(state, phase.pending, event, now) : null;
    case "checking_topic":
      return event.kind === "topic_checked" ? checked(state, phase.range, event.isSame, now) : null;
    case "committing_intent":
      return afterIntent(here, phase, event);
    case "settling":
      return event.kind === "settled" ? commitIntent(state, { ...phase.range, isSettled: true }, now) : null;
    case "storing":
      return afterStore(here, phase.range, event);
    case "committing_end":
      return afterEnd(state, phase.range, event);
    case "ended":
      return null;
    default:
      return phase satisfies never;
  }
}

function afterIntent(
  { state, now, rules }: Here,
  phase: LanePhase & { readonly kind: "committing_intent" },
  event: LaneEvent,
): LaneStep | null {
  if (event.kind === "committed") return owned(state, phase, now, rules);
  if (event.kind === "commit_failed") return commitFailed(state, event.outcome);
  return event.kind === "retry_due" ? commitIntent(state, phase.range, now) : null;
}

function afterStore({ state, now, rules }: Here, range: RangeInHand, event: LaneEvent): LaneStep | null {
  if (event.kind === "stored") return commitEnd({ ...state, failures: 0 }, range);
  if (event.kind === "store_failed") return backOff(state, []);
  return event.kind === "retry_due" ? store(state, range, now, rules) : null;
}

function afterEnd(state: LaneState, range: RangeInHand, event: LaneEvent): LaneStep | null {
  if (event.kind === "committed") return finished(state);
  if (event.kind === "commit_failed") return commitFailed(state, event.outcome);
  return event.kind === "retry_due" ? commitEnd(state, range) : null;
}

function takeNext(
  state: LaneState,
  pending: Intent | null,
  closed: LaneEvent & { readonly kind: "range_closed" },
  now: Moment,
): LaneStep {
  const range = takeRange(state, pending, closed, now);
  const gone = range.contentCount === null ? 0 : range.intent.count - range.contentCount;
  const reports = gone === 0 ? [] : [report("retention_gap", gone)];
  return { state: inPhase(state, { kind: "checking_topic", range }), reports, action: { kind: "check_topic" } };
}

/** A range of which nothing is left needs no insert, hence no confirmed ownership. */
function checked(state: LaneState, range: RangeInHand, isSame: boolean, now: Moment): LaneStep {
  if (!isSame) return endAt(state, "topic_recreated");
  return range.contentCount === 0 ? commitEnd(state, range) : commitIntent(state, range, now);
}

/**
 * The write-ahead note, and the proof that the partition is still this member's: of a range that is formed again, and
 * of one whose proof has aged, it is committed anew.
 */
function commitIntent(state: LaneState, range: RangeInHand, now: Moment): LaneStep {
  const { topicId, recheckTo } = state;
  const metadata = encodeCommitNote({ topicId, pending: range.intent, recheckTo });
  return {
    state: inPhase(state, { kind: "committing_intent", range, sentAt: now }),
    reports: [],
    action: { kind: "commit", what: "intent", range, offset: range.intent.firstOffset, metadata },
  };
}

function owned(
  state: LaneState,
  { range, sentAt }: LanePhase & { readonly kind: "committing_intent" },
  now: Moment,
  rules: FenceRules,
): LaneStep {
  const ownedRange = { ...range, ownedSince: sentAt };
  const cleared = { ...state, failures: 0 };
  if (ownedRange.isSettled) return store(cleared, ownedRange, now, rules);
  return {
    state: inPhase(cleared, { kind: "settling", range: ownedRange }),
    reports: [],
    action: { kind: "wait", waitMs: rules.fenceMs + rules.landingMs },
  };
}

function store(state: LaneState, range: RangeInHand, now: Moment, rules: FenceRules): LaneStep {
  if (range.ownedSince === null || isOwnershipOver(range.ownedSince, now, rules))
    return { ...commitIntent(state, range, now), reports: [report("intent_too_old")] };
  return {
    state: inPhase(state, { kind: "storing", range }),
    reports: [],
    action: { kind: "store", range, recheckSinceMs: recheckSinceMs(range, now, rules) },
  };
}

/** The topic's id stays beside the offset, so that a topic created anew is noticed by whoever begins here. */
function commitEnd(state: LaneState, range: RangeInHand): LaneStep {
  const offset = range.intent.lastOffset + 1n;
  const recheckTo = state.recheckTo !== null && state.recheckTo > offset ? state.recheckTo : null;
  const metadata = encodeCommitNote({ topicId: state.topicId, pending: null, recheckTo });
  const phase = { kind: "committing_end", range } as const;
  const action = { kind: "commit", what: "end", range, offset, metadata } as const;
  return { state: { ...state, recheckTo, phase }, reports: [], action };
}

/** A commit that may still take effect could wipe out the next intent: only a new generation makes it harmless. */
function finished(state: LaneState): LaneStep {
  return state.hasStrayCommit ? end(state, "commit_failed", []) : read({ ...state, failures: 0 }, null);
}

/** The same commit may be repeated, for it changes nothing; under a group that went on it will never be accepted. */
function commitFailed(state: LaneState, outcome: CommitFailure): LaneStep {
  if (outcome === "fenced") return endAt(state, "fenced");
  const hasStrayCommit = state.hasStrayCommit || outcome === "unknown";
  return backOff({ ...state, hasStrayCommit }, [report("commit_failed")]);
}

function backOff(state: LaneState, reports: readonly LaneReport[]): LaneStep {
  const failures = state.failures + 1;
  return { state: { ...state, failures }, reports, action: { kind: "back_off", failures } };
}

function read(state: LaneState, pending: Intent | null): LaneStep {
  const action: LaneAction = { kind: "read", through: pending?.lastOffset ?? null };
  return { state: inPhase(state, { kind: "reading", pending }), reports: [], action };
}

function endAt(state: LaneState, reason: LaneEnd): LaneStep {
  return end(state, reason, [report(reason)]);
}

function end(state: LaneState, reason: LaneEnd, reports: readonly LaneReport[]): LaneStep {
  return { state: inPhase(state, { kind: "ended", reason }), reports, action: { kind: "end", reason } };
}

function inPhase(state: LaneState, phase: LanePhase): LaneState {
  return { ...state, phase };
}

function report(condition: LaneReport["condition"], messages = 0): LaneReport {
  return { condition, messages };
}
