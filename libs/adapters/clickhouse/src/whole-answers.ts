import type { ClickHouseSettings } from "@clickhouse/client";

/**
 * Settings under which a question is answered, and an insert stored, whole or not at all. A user's profile may say
 * otherwise: a look that is cut short has the range stored twice, and an insert that is cut short is lost.
 */
export const wholeAnswers: ClickHouseSettings = {
  timeout_overflow_mode: "throw",
  read_overflow_mode: "throw",
  read_overflow_mode_leaf: "throw",
  result_overflow_mode: "throw",
  set_overflow_mode: "throw",
  group_by_overflow_mode: "throw",
  sort_overflow_mode: "throw",
  distinct_overflow_mode: "throw",
  join_overflow_mode: "throw",
  transfer_overflow_mode: "throw",
  limit: "0",
  offset: "0",
  // Nothing is no younger than NULL, so that a look would find no rows.
  aggregate_functions_null_for_empty: 0,
};
