import { severityOf, type Finding } from "@parapet/detection";
import type { Obfuscation, ObfuscationKind } from "@parapet/text";

/** How sure it is that somebody hid something: direction marks and soft hyphens also come with honest text. */
const scores: Readonly<Record<ObfuscationKind, number>> = {
  tags: 0.95,
  variation_selectors: 0.95,
  zero_width: 0.7,
  homoglyph: 0.8,
  zalgo: 0.7,
  full_width: 0.6,
  bidi: 0.6,
  soft_hyphen: 0.6,
};

/** The places where a text is hidden: findings of their own, of which nothing is replaced. */
export function obfuscationFindings(obfuscations: readonly Obfuscation[]): readonly Finding[] {
  return obfuscations.flatMap(({ kind, ranges }) => {
    const score = scores[kind];
    const severity = severityOf("obfuscation", score);
    return ranges.map(({ start, end }): Finding => {
      return { category: "obfuscation", detector: "text", entity: kind.toUpperCase(), score, severity, start, end };
    });
  });
}
