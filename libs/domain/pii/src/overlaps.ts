/** A place in a text with what it is: UTF-16 offsets, `end` exclusive. */
export interface EntitySpan {
  readonly entity: string;
  readonly start: number;
  readonly end: number;
  readonly score: number;
}

/**
 * What becomes of spans that overlap, by the names of Presidio's anonymizer. The first two make one of those of one
 * entity and drop one inside another, whatever their scores.
 *
 * - `merge_similar_or_contained`: a part that two entities share goes to the later one.
 * - `remove_intersections`: it goes to the likelier one.
 * - `none`: all stay, each up to where the next begins.
 */
export type OverlapStrategy = "merge_similar_or_contained" | "remove_intersections" | "none";

/** Spans in the order of the text, after a strategy. Every unit that was in one stays in one. */
export function resolveOverlaps(spans: readonly EntitySpan[], strategy: OverlapStrategy): readonly EntitySpan[] {
  if (strategy === "none") return spans.toSorted(byStart);
  const separate = withoutContained(withMergedEntities(spans));
  return strategy === "remove_intersections" ? withoutIntersections(separate) : separate;
}

/** Makes one of spans of one entity that only blanks part. Spans are in order. */
export function mergeNeighbours(text: string, spans: readonly EntitySpan[]): readonly EntitySpan[] {
  const merged: EntitySpan[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    const isContinued = last?.entity === span.entity && /^ +$/.test(text.slice(last.end, span.start));
    if (isContinued && last !== undefined) merged.splice(-1, 1, { ...last, end: span.end });
    else merged.push(span);
  }
  return merged;
}

/** Earlier first, of two with one start the longer, of two alike the likelier: what is inside another comes after it. */
function byStart(left: EntitySpan, right: EntitySpan): number {
  return left.start - right.start || right.end - left.end || right.score - left.score;
}

function withMergedEntities(spans: readonly EntitySpan[]): readonly EntitySpan[] {
  const byEntity = Map.groupBy(spans.toSorted(byStart), ({ entity }) => entity);
  return Array.from(byEntity.values()).flatMap(withUnions);
}

/** Makes one of spans of one entity, in order, that overlap. */
function withUnions(spans: readonly EntitySpan[]): readonly EntitySpan[] {
  const merged: EntitySpan[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) merged.push(span);
    else
      merged[merged.length - 1] = {
        ...last,
        end: Math.max(last.end, span.end),
        score: Math.max(last.score, span.score),
      };
  }
  return merged;
}

function withoutContained(spans: readonly EntitySpan[]): readonly EntitySpan[] {
  let reached = -1;
  return spans.toSorted(byStart).filter(({ end }) => {
    const isContained = end <= reached;
    reached = Math.max(reached, end);
    return !isContained;
  });
}

/** Parts spans, none inside another, so that each shared part is left to the likelier; to the earlier when alike. */
function withoutIntersections(spans: readonly EntitySpan[]): readonly EntitySpan[] {
  const parted: EntitySpan[] = [];
  for (const span of spans) {
    const last = parted.at(-1);
    if (last === undefined || span.start >= last.end) {
      parted.push(span);
      continue;
    }
    const boundary = span.score > last.score ? Math.max(span.start, last.start) : last.end;
    if (boundary > last.start) parted[parted.length - 1] = { ...last, end: boundary };
    else parted.pop();
    if (boundary < span.end) parted.push({ ...span, start: boundary });
  }
  return parted;
}
