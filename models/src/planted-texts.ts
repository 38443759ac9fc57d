import { chance, pick, type Random } from "@parapet/random";

import { chosen } from "./chosen.ts";
import { excerptOf, plant } from "./documents.ts";
import { groupOf } from "./split.ts";
import type { TargetedText } from "./text-rows.ts";

/** Where a document or a command comes from. */
export interface Sourced {
  readonly text: string;
  readonly source: string;
  readonly family: string;
  /** That of the text where it is met by itself; without it the text is a group of its own. */
  readonly group?: string;
}

/** The group of a document or a command. */
export function groupOfSourced({ text, group }: Sourced): string {
  return group ?? groupOf(text);
}

export interface PlantingPlan {
  readonly documents: readonly Sourced[];
  readonly commands: readonly Sourced[];
  /** Sentences that stand in documents, tell somebody to do something, and are meant for people. */
  readonly harmless: readonly Sourced[];
  readonly count: number;
}

const LENGTHS = [120, 200, 320, 450] as const;
/** How often a clean document gets a harmless sentence. */
const HARMLESS_SHARE = 0.3;

/** As many documents with a command as without: the same excerpts, so that what tells them apart is the command. */
export function plantedTexts({ documents, commands, harmless, count }: PlantingPlan, random: Random): TargetedText[] {
  const texts: TargetedText[] = [];
  while (texts.length < count) {
    const [document, command] = [chosen(random, documents), chosen(random, commands)];
    if (document === undefined || command === undefined) break;
    const excerpt = excerptOf(document.text, pick(random, LENGTHS), random);
    const other = chance(random, HARMLESS_SHARE) ? chosen(random, harmless) : undefined;
    const clean = other === undefined ? excerpt : plant(excerpt, other.text, random).text;
    // Its document and its command must not come back elsewhere: the command decides.
    const common = {
      family: command.family,
      group: groupOfSourced(command),
      weight: 1,
      document: { family: document.family, group: groupOfSourced(document) },
    };
    texts.push(
      {
        ...common,
        text: plant(excerpt, command.text, random).text,
        targets: { direct: null, indirect: 1, toxicity: null },
        source: `planted: ${command.source}`,
        focus: command.text,
      },
      {
        ...common,
        text: clean,
        targets: { direct: 0, indirect: 0, toxicity: null },
        source: `document: ${document.source}`,
      },
    );
  }
  return texts;
}
