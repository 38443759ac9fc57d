import { auroc, expectedCalibrationError, rateAbove, recallAtFalsePositiveRate } from "./evaluation.ts";
import type { HeadPlan } from "./head-plan.ts";
import { originsOf } from "./train-head.ts";
import type { HeldOutText, TrainedHead } from "./train-head.ts";

const SELECTION_EFFECT =
  "These are development figures: the sources, their weights and the assumed share of positives were chosen while " +
  "looking at them, and the calibration was fitted on the same scores. No set was kept untouched; expect less on " +
  "other traffic.";

/** The card of a head as Markdown: use, data, measured figures and limits. */
export function modelCard(plan: HeadPlan, { file, heldOut }: TrainedHead): string {
  const positives = heldOut.filter(({ label }) => label === 1).length;
  return [
    `# Model card: head \`${plan.name}\``,
    `Version \`${file.version}\` on the encoder \`${file.encoder}\`. Logistic regression on the ${file.weights.length} numbers of a` +
      ` window's sentence embedding; a text scores as its highest window does. Written by \`npx pnpm --filter @parapet/models train\`.`,
    `**Use.** A calibrated probability; above ${plan.threshold}, strictly, it makes a finding of category \`${plan.category}\`. The` +
      ` calibration assumes that ${percent(plan.assumedShare)} of the texts are positive; in traffic with fewer, scores are too high.`,
    "**Licence.** Apache-2.0. The training texts keep their own licences and are not part of the repository.",
    "## Figures",
    `Measured on ${heldOut.length} texts (${positives} positive), each scored by a model that had seen no text of its family of` +
      ` sources. The shipped head was then trained on all of them.`,
    SELECTION_EFFECT,
    figures(heldOut, plan.threshold),
    "## Data and figures by source",
    sourceTable(plan, heldOut),
    "## Limits",
    plan.limits.map((limit) => `- ${limit}`).join("\n"),
    "",
  ].join("\n\n");
}

function figures(texts: readonly HeldOutText[], threshold: number): string {
  const rows = [
    ["AUROC", auroc(texts).toFixed(3)],
    ["recall at 1 % false positives", percent(recallAtFalsePositiveRate(texts, 0.01))],
    [`recall at ${threshold}`, percent(rateAbove(texts, 1, threshold))],
    [`false positives at ${threshold}`, percent(rateAbove(texts, 0, threshold))],
    ["expected calibration error (15 bins)", expectedCalibrationError(texts).toFixed(3)],
  ];
  return table(["figure", "value"], rows);
}

function sourceTable(plan: HeadPlan, texts: readonly HeldOutText[]): string {
  const licences = new Map(plan.sources.map(({ origin, licence }) => [origin, licence]));
  const rows = originsOf(texts).map((origin) => {
    const own = texts.filter((text) => text.origin === origin);
    const positives = own.filter(({ label }) => label === 1).length;
    return [
      origin,
      licences.get(origin) ?? "Apache-2.0",
      `${own.length}`,
      `${positives}`,
      percent(rateAbove(own, 1, plan.threshold)),
      percent(rateAbove(own, 0, plan.threshold)),
      positives === 0 || positives === own.length ? "–" : auroc(own).toFixed(3),
    ];
  });
  return table(["source", "licence", "texts", "positive", "recall", "false positives", "AUROC"], rows);
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

/** A share as a percentage; a dash when there was nothing to share. */
function percent(share: number): string {
  return Number.isNaN(share) ? "–" : `${(100 * share).toFixed(1)} %`;
}
