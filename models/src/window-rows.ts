import { normaliseForModel } from "@parapet/text";
import { defaultWindowLimits, planWindows, type Tokenizer, type WindowLimits } from "@parapet/onnx";
import { ngramLogit, type NgramModel } from "@parapet/ngrams";

import type { TargetedText, TrainingRow } from "./text-rows.ts";

/** As windows are served, but fewer of one text. */
const trainingWindows: WindowLimits = { ...defaultWindowLimits, maxWindows: 6 };
/** More of a text is not read. */
const MAX_UNITS = 8_192;

/** A window of a text: its tokens, and the characters that they come from. */
interface Window {
  readonly ids: readonly number[];
  readonly text: string;
}

/**
 * The windows of a text to train on. Of a long attack only the window with what makes it one, or that which looks most
 * like it: the rest is a story, and would teach that stories are attacks. Of what is harmless, all.
 */
export function windowRows(item: TargetedText, tokenizer: Tokenizer, ngrams: NgramModel): readonly TrainingRow[] {
  const windows = windowsOf(item.text, tokenizer);
  const kept = Object.values(item.targets).includes(1) ? telling(windows, item, ngrams) : windows;
  const { source, family, weight, targets, document } = item;
  return kept.map(({ ids }) => ({
    source,
    family,
    weight,
    targets,
    ids: [tokenizer.startId, ...ids, tokenizer.endId],
    ...(document === undefined ? {} : { document }),
  }));
}

function telling(windows: readonly Window[], { focus }: TargetedText, ngrams: NgramModel): readonly Window[] {
  const sought = focus === undefined ? null : normaliseForModel(focus);
  const focused = windows.filter(({ text }) => sought !== null && text.includes(sought));
  if (focused.length > 0) return focused.slice(0, 1);
  return windows.toSorted((a, b) => ngramLogit(ngrams, b.text) - ngramLogit(ngrams, a.text)).slice(0, 1);
}

function windowsOf(text: string, tokenizer: Tokenizer): readonly Window[] {
  const normalised = normaliseForModel(text.slice(0, MAX_UNITS));
  const { ids, starts, ends } = tokenizer.tokenize(normalised);
  return planWindows(ids.length, trainingWindows).map(({ start, end }) => ({
    ids: ids.slice(start, end),
    text: normalised.slice(starts[start] ?? 0, ends[end - 1] ?? 0),
  }));
}
