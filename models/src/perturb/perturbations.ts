import type { Random } from "@parapet/random";

import { changeDate, changeNumber } from "./change-number.ts";
import { addTail, changeTail } from "./change-tail.ts";
import { contradict } from "./change-word.ts";
import { applyEdits, type Edit, type Edited } from "./edit.ts";
import { negate } from "./negate.ts";
import { swapName, swapRoles } from "./swap-names.ts";

/** Answers the edits that make a supported sentence an unsupported one; none where it does not apply. */
type Perturb = (sentence: string, context: string, random: Random) => readonly Edit[];

/** What a kind counts: the kinds that models find hardest come more often. */
const kinds: Readonly<Record<string, { readonly perturb: Perturb; readonly share: number }>> = {
  swap_name: { perturb: swapName, share: 5 },
  swap_roles: { perturb: swapRoles, share: 2 },
  number: { perturb: changeNumber, share: 3 },
  date: { perturb: changeDate, share: 1 },
  negation: { perturb: negate, share: 1.5 },
  contradiction: { perturb: contradict, share: 4 },
  tail: { perturb: changeTail, share: 2.5 },
};
const ADDED_SHARE = 1.5;
const ATTEMPTS = 4;

export interface PerturbationPlan {
  readonly context: string;
  /** A text about something else, to add words from. */
  readonly foreign: string;
}

/** One change that the context does not support; null where none applies. */
export function perturbed(
  sentence: string,
  { context, foreign }: PerturbationPlan,
  random: Random,
): (Edited & { readonly kind: string }) | null {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const kind = drawnKind(random);
    const edits =
      kind === "added" ? addTail(sentence, foreign, random) : (kinds[kind]?.perturb(sentence, context, random) ?? []);
    const edited = applyEdits(sentence, edits);
    if (edits.length > 0 && edited.text !== sentence) return { ...edited, kind };
  }
  return null;
}

const total = Object.values(kinds).reduce((sum, { share }) => sum + share, ADDED_SHARE);

function drawnKind(random: Random): string {
  let left = random() * total;
  for (const [kind, { share }] of Object.entries(kinds)) {
    left -= share;
    if (left < 0) return kind;
  }
  return "added";
}
