import { comparedModels, type ComparedModel, type HeldOutFigure } from "./held-out-figure.ts";

/** The page that lies beside a model card. Of figures of one family, question and model the last one is told. */
export function leaveOneOutTable(introduction: string, figures: readonly HeldOutFigure[]): string {
  const byRow = Map.groupBy(figures, ({ question, family }) => `${question} | ${family}`);
  const rows = [...byRow].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lines = rows.map(([row, own]) => `| ${row} | ${sizesOf(own)} | ${cells(own)} |`);
  const head = comparedModels.map((model) => `${model} AUROC | R`).join(" | ");
  const rule = "| --- ".repeat(5 + 2 * comparedModels.length);
  const table = [`| question | family | trained on | texts | positive | ${head} |`, `${rule}|`, ...lines].join("\n");
  return ["# Leave one source out", introduction, table, ""].join("\n\n").replace(/\n+$/, "\n");
}

/** How much the models were trained on and asked about; of several where they differ, so that a mix is seen. */
function sizesOf(figures: readonly HeldOutFigure[]): string {
  const last = comparedModels.flatMap((model) => figures.findLast((one) => one.model === model) ?? []);
  const each = (tell: (figure: HeldOutFigure) => string): string => [...new Set(last.map(tell))].join(", ");
  const trained = each(({ epochRows, epochs }) => `${epochs} × ${epochRows}`);
  return [trained, each(({ texts }) => String(texts)), each(({ positives }) => String(positives))].join(" | ");
}

function cells(figures: readonly HeldOutFigure[]): string {
  const cell = (model: ComparedModel): string => {
    const figure = figures.findLast((one) => one.model === model);
    return [
      digits(figure?.auroc, figure?.aurocInterval ?? null),
      digits(figure?.recall, figure?.recallInterval ?? null),
    ].join(" | ");
  };
  return comparedModels.map(cell).join(" | ");
}

function digits(value: number | null | undefined, interval: HeldOutFigure["recallInterval"]): string {
  if (typeof value !== "number") return "–";
  return interval === null ? value.toFixed(3) : `${value.toFixed(3)} (${spread(interval)})`;
}

function spread({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${low.toFixed(2)}–${high.toFixed(2)}`;
}
