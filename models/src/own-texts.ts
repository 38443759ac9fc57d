import { readFile } from "node:fs/promises";
import { join } from "node:path";

import type { LabelledText } from "./load-texts.ts";

/** Few texts that stand for what matters most weigh as much as many. */
const WEIGHT = 8;
const FOLDS = 5;

/** Texts written for this project, one a line; each fifth of a file is held out in another fold. */
export async function loadOwnTexts(folder: string, name: string, label: 0 | 1): Promise<readonly LabelledText[]> {
  const lines = (await readFile(join(folder, name), "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((text, index) => ({
    text,
    label,
    weight: WEIGHT,
    family: `parapet-${index % FOLDS}`,
    origin: `written for Parapet: ${name}`,
  }));
}
