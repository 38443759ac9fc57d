import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

/** One query of a dashboard's panel, with Grafana's macros still in it. */
export interface DashboardQuery {
  readonly panel: string;
  /** `stat`, `timeseries` or `table`. */
  readonly kind: string;
  readonly sql: string;
}

interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly rawSql: string }[] | undefined;
  /** Panels of a row that is folded up. */
  readonly panels?: readonly Panel[] | undefined;
}

const panelSchema: z.ZodType<Panel> = z.object({
  title: z.string(),
  type: z.string(),
  targets: z.array(z.object({ rawSql: z.string() })).optional(),
  panels: z.array(z.lazy(() => panelSchema)).optional(),
});
const dashboardSchema = z.object({ title: z.string(), panels: z.array(panelSchema) });

/** Every query of every dashboard that ships. */
export function readDashboardQueries(): readonly DashboardQuery[] {
  const folder = join(import.meta.dirname, "../../dashboards");
  return globSync("*.json", { cwd: folder }).flatMap((file) => {
    const { title, panels } = dashboardSchema.parse(JSON.parse(readFileSync(join(folder, file), "utf8")));
    return panels.flatMap((panel) => queriesOf(panel, title));
  });
}

function queriesOf({ title, type, targets = [], panels = [] }: Panel, dashboard: string): readonly DashboardQuery[] {
  const own = targets.map(({ rawSql }) => ({ panel: `${dashboard}: ${title}`, kind: type, sql: rawSql }));
  return [...own, ...panels.flatMap((panel) => queriesOf(panel, dashboard))];
}
