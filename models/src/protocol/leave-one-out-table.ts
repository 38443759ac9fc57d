import { comparedModels, type ComparedModel, type HeldOutFigure } from "./held-out-figure.ts";

/** The page that lies beside a model card. Of figures of one family, question and model the last one counts. */
export function leaveOneOutTable(introduction: string, figures: readonly HeldOutFigure[]): string {
  const byRow = Map.groupBy(figures, ({ question, family }) => `${question} | ${family}`);
  const rows = [...byRow].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lines = rows.map(([row, own]) => `| ${row} | ${own[0]?.texts} | ${own[0]?.positives} | ${cells(own)} |`);
  const head = comparedModels.map((model) => `${model} AUROC | R`).join(" | ");
  const rule = "| --- ".repeat(4 + 2 * comparedModels.length);
  const table = [`| question | family | texts | positive | ${head} |`, `${rule}|`, ...lines].join("\n");
  return ["# Leave one source out", introduction, table, ""].join("\n\n").replace(/\n+$/, "\n");
}

function cells(figures: readonly HeldOutFigure[]): string {
  const cell = (model: ComparedModel): string => {
    const figure = figures.findLast((one) => one.model === model);
    return `${digits(figure?.auroc)} | ${digits(figure?.recall)}`;
  };
  return comparedModels.map(cell).join(" | ");
}

function digits(value: number | null | undefined): string {
  return typeof value === "number" ? value.toFixed(3) : "–";
}
