/** What Grafana would put in place of the macros and variables of a ClickHouse panel. */
export interface PanelRange {
  readonly fromMs: number;
  readonly toMs: number;
  readonly intervalSeconds: number;
  readonly tenants: readonly string[];
}

/** Expands the macros of grafana-clickhouse-datasource (version 4) that the dashboards use; an unknown one is an error. */
export function expandMacros(sql: string, range: PanelRange): string {
  const at = (ms: number): string => `fromUnixTimestamp64Milli(${ms})`;
  const expanded = sql
    .replace(
      /\$__timeFilter_ms\((\w+)\)/g,
      (_, column) => `${column} >= ${at(range.fromMs)} AND ${column} <= ${at(range.toMs)}`,
    )
    .replace(
      /\$__timeInterval_ms\((\w+)\)/g,
      (_, column) =>
        `toStartOfInterval(toDateTime64(${column}, 3), INTERVAL ${range.intervalSeconds * 1_000} millisecond)`,
    )
    .replace(/\$\{tenant:sqlstring\}/g, range.tenants.map((tenant) => `'${tenant}'`).join(","));
  const left = /\$\{?\w+/.exec(expanded);
  if (left !== null) throw new Error(`no expansion for ${left[0]}`);
  return expanded;
}
