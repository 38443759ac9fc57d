import { formatUsd, parseUsd, type PicoUsd } from "@parapet/pricing";

/** What a span or a correction adds to the sums of view `spend`; whole numbers, money in pico-dollars. */
export interface Measures {
  readonly calls: number;
  readonly unpriced: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly inputPico: PicoUsd;
  readonly outputPico: PicoUsd;
  readonly costPico: PicoUsd;
}

export const nothing: Measures = {
  calls: 0,
  unpriced: 0,
  inputTokens: 0,
  outputTokens: 0,
  inputPico: 0n,
  outputPico: 0n,
  costPico: 0n,
};

export function plus(a: Measures, b: Measures): Measures {
  return {
    calls: a.calls + b.calls,
    unpriced: a.unpriced + b.unpriced,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    inputPico: a.inputPico + b.inputPico,
    outputPico: a.outputPico + b.outputPico,
    costPico: a.costPico + b.costPico,
  };
}

export function minus(a: Measures, b: Measures): Measures {
  return {
    calls: a.calls - b.calls,
    unpriced: a.unpriced - b.unpriced,
    inputTokens: a.inputTokens - b.inputTokens,
    outputTokens: a.outputTokens - b.outputTokens,
    inputPico: a.inputPico - b.inputPico,
    outputPico: a.outputPico - b.outputPico,
    costPico: a.costPico - b.costPico,
  };
}

export function isNothing({ calls, unpriced, inputTokens, outputTokens, ...money }: Measures): boolean {
  const isUncounted = calls === 0 && unpriced === 0 && inputTokens === 0 && outputTokens === 0;
  return isUncounted && money.inputPico === 0n && money.outputPico === 0n && money.costPico === 0n;
}

/** An amount as the store prints it; null, an unknown one, adds nothing. */
export function picoOf(usd: string | null): PicoUsd {
  if (usd === null) return 0n;
  const pico = parseUsd(usd);
  if (pico === null) throw new RangeError("the store holds an amount that is no whole number of pico-dollars");
  return pico;
}

/** The columns of `cost_adjustments` that hold a difference. */
export function deltaColumns(delta: Measures) {
  return {
    calls_delta: delta.calls,
    unpriced_delta: delta.unpriced,
    input_tokens_delta: delta.inputTokens,
    output_tokens_delta: delta.outputTokens,
    input_cost_delta_usd: formatUsd(delta.inputPico),
    output_cost_delta_usd: formatUsd(delta.outputPico),
    cost_delta_usd: formatUsd(delta.costPico),
  };
}
