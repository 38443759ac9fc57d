import { severityOf, type Finding } from "@parapet/detection";
import { defaultMinScore, defaultRegions, scoreInContext, type Candidate } from "@parapet/pii";
import { searchViews, type View } from "@parapet/text";

import { obfuscationFindings } from "../obfuscation-findings.ts";
import { resolveFindings } from "../resolve-findings.ts";
import type { SearchPart } from "../search-part.ts";
import { searchPartsOf } from "../search-parts.ts";
import { defaultSensitivePolicy } from "../sensitive-policy.ts";

const ascii = /^[\x20-\x7E]+$/;
/** All but phone numbers in the digits of other scripts: a text as it is read has these in ASCII. */
const parts = searchPartsOf(defaultSensitivePolicy).filter(({ part: { literals } }) => {
  return literals === undefined || literals.some((literal) => ascii.test(literal));
});
const options = { regions: defaultRegions };

/** What the search of the default policy ought to find: every part runs over the whole of every view. Slow. */
export function referenceFindings(text: string): readonly Finding[] {
  const { views, obfuscations } = searchViews(text);
  const found = views.flatMap((view) => parts.flatMap((searched) => findingsOf(searched, view)));
  return [...resolveFindings(found, text), ...obfuscationFindings(obfuscations)];
}

function findingsOf(searched: SearchPart, view: View): readonly Finding[] {
  const { category, entity } = searched;
  const detector = category === "pii" ? "pii" : "secrets";
  return searched.part.find(view.text, options).flatMap((candidate): readonly Finding[] => {
    const score = scoreOf(searched, view.text, candidate);
    if (score < defaultMinScore) return [];
    const severity = severityOf(category, score);
    return [{ category, detector, entity, score, severity, ...view.toOriginal(candidate.start, candidate.end) }];
  });
}

function scoreOf({ scoredBy }: SearchPart, text: string, candidate: Candidate): number {
  return scoredBy === null ? candidate.score : scoreInContext(text, candidate, scoredBy);
}
