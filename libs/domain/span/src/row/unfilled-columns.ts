/** The columns that later stages fill: cost, the call and its spend, text features, prompt hash. */
export const unfilledColumns = {
  input_cost_usd: null,
  output_cost_usd: null,
  cost_usd: null,
  price_version: "",
  price_source: "",
  unpriced_reason: "",
  call_key: "",
  spend_role: "",
  input_features: null,
  output_features: null,
  prompt_hash: "",
} as const;
