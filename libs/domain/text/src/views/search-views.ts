import { decodedViews, type DecodeOptions } from "../decode/decoded-views.ts";
import { normaliseText } from "../normalise/normalise-text.ts";
import type { Obfuscation } from "../normalise/obfuscation.ts";
import { composeViews, identityView, type View } from "./view.ts";

/** All that is to be searched for what a text holds. */
export interface SearchViews {
  /** The text as it stands first, then its normalised reading and what that decodes to, as far as they differ. */
  readonly views: readonly View[];
  readonly obfuscations: readonly Obfuscation[];
  /** The byte budget for decoding ended before the text, or before a depth. */
  readonly isTruncated: boolean;
}

/** The readings of a text, each with its way back to the text. What is decoded is normalised in turn. */
export function searchViews(text: string, options: DecodeOptions = {}): SearchViews {
  const normalised = normaliseText(text);
  const { views, isTruncated } = decodedViews(normalised.text, options);
  const decoded = views.map((view) => composeViews(normalised, composeViews(view, normaliseText(view.text))));
  const plain = normalised.isIdentity ? [] : [normalised];
  return { views: [identityView(text), ...plain, ...decoded], obfuscations: normalised.obfuscations, isTruncated };
}
