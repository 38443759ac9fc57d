/** The overview page: asks the query API every few seconds and shows what is stored. Text is set, never parsed. */

const REFRESH_MS = 5_000;

const percent = (value) => `${Math.round(value * 100)} %`;
/** Cents, and below a dollar hundredths of them. */
const usd = (value) =>
  `$${value.toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: value < 1 ? 4 : 2 })}`;
const gigabytes = (value) => `${(value / 2 ** 30).toFixed(1)} GiB`;
const time = (value) => `${value.slice(0, 19).replace("T", " ")} UTC`;
const count = (value) => Math.round(value).toLocaleString("en");
const score = (value) => value.toFixed(2);
const measure = (value) => value.toLocaleString("en", { maximumSignificantDigits: 4 });
const millis = (value) => `${count(value)} ms`;
const watts = (value) => `${count(value)} W`;
const celsius = (value) => `${count(value)} °C`;
const short = (value) => value.slice(0, 8);

/** Columns of each table: key of the row, heading, and how a value is written. */
const tables = {
  alerts: [
    ["state", "State"],
    ["severity", "Severity"],
    ["tenant", "Tenant"],
    ["rule", "Rule"],
    ["summary", "What happened"],
    ["at", "At", time],
  ],
  findings: [
    ["start_time", "When", time],
    ["tenant", "Tenant"],
    ["category", "Category"],
    ["entity", "Entity"],
    ["severity", "Severity"],
    ["score", "Score", score],
    ["decision", "Decision"],
    ["location", "Where"],
    ["trace_id", "Trace", short],
  ],
  costs: [
    ["tenant", "Tenant"],
    ["model", "Model"],
    ["calls", "Calls", count],
    ["unpriced_calls", "Unpriced", count],
    ["tokens", "Tokens", count],
    ["cost_usd", "Cost", usd],
  ],
  engines: [
    ["node", "Node"],
    ["engine", "Engine"],
    ["model", "Model"],
    ["kv_usage_ratio", "KV cache", percent],
    ["running", "Running", count],
    ["waiting", "Waiting", count],
    ["preemptions_delta", "Preemptions", count],
    ["sampled_at", "Sampled", time],
  ],
  gpus: [
    ["node", "Node"],
    ["gpu_index", "GPU"],
    ["gpu_model", "Model"],
    ["util_ratio", "Activity", percent],
    ["memory_used_bytes", "Memory used", gigabytes],
    ["power_watts", "Power", watts],
    ["temperature_celsius", "Temperature", celsius],
    ["sampled_at", "Sampled", time],
  ],
  spans: [
    ["start_time", "When", time],
    ["tenant", "Tenant"],
    ["service_name", "Service"],
    ["operation", "Operation"],
    ["model", "Model"],
    ["status", "Status"],
    ["duration_ms", "Duration", millis],
    ["ttft_ms", "First token", millis],
    ["input_tokens", "In", count],
    ["cache_read_tokens", "Cached", count],
    ["output_tokens", "Out", count],
    ["cost_usd", "Cost", usd],
  ],
};

const summaryNames = {
  spans: "Spans",
  findings: "Findings",
  cost_usd: "Spend",
  engine_samples: "Engine samples",
  alerts: "Alerts",
};

const numeric = new Set([count, score, measure, usd, percent, gigabytes, millis, watts, celsius]);
const marked = new Set(["state", "severity", "status"]);

const token = new URLSearchParams(location.hash.slice(1)).get("token");

async function ask(path) {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(path, { headers });
  const body = await response.json();
  if (!response.ok) throw new Error(body.error);
  return body;
}

function element(name, text = "", className = "") {
  const node = document.createElement(name);
  node.textContent = text;
  node.className = className;
  return node;
}

/** What stands for a value that is not there: for a cost the reason why, where there is one. */
function absence(row, key) {
  if (key !== "cost_usd") return "–";
  if (row.unpriced_calls > 0) return "unpriced";
  if (row.spend_role === "duplicate") return "told again";
  return row.unpriced_reason?.replaceAll("_", " ") || "–";
}

function cell(row, [key, , write = String]) {
  const value = row[key] ?? "";
  const text = value === "" ? absence(row, key) : write(value);
  const classes = [marked.has(key) ? String(value) : "", numeric.has(write) ? "number" : "", key];
  return element("td", text, classes.filter((name) => name !== "").join(" "));
}

function heading([, text, write]) {
  const node = element("th", text, numeric.has(write) ? "number" : "");
  node.scope = "col";
  return node;
}

function table(columns, rows) {
  if (rows.length === 0) return element("p", "Nothing yet.", "empty");
  const node = element("table");
  node
    .createTHead()
    .insertRow()
    .append(...columns.map(heading));
  const body = node.createTBody();
  for (const row of rows) body.insertRow().append(...columns.map((column) => cell(row, column)));
  return node;
}

async function showSummary() {
  const summary = await ask("/api/v1/summary");
  const tiles = Object.entries(summaryNames).map(([key, name]) => {
    const tile = element("div");
    tile.append(element("dt", name), element("dd", key === "cost_usd" ? usd(summary[key]) : count(summary[key])));
    return tile;
  });
  document.getElementById("summary").replaceChildren(...tiles);
}

async function showTable([name, columns]) {
  const { rows } = await ask(`/api/v1/${name}?limit=15`);
  document.getElementById(name).replaceChildren(table(columns, rows));
}

const alertColumns = [
  ["at", "At", time],
  ["state", "State"],
  ["severity", "Severity"],
  ["tenant", "Tenant"],
  ["rule", "Rule"],
  ["value", "Value", measure],
  ["threshold", "Threshold", measure],
  ["sample_count", "Samples", count],
  ["summary", "What happened"],
];

const alertShown = /^\/alerts\/(?<fingerprint>[0-9a-f]{16})$/.exec(location.pathname)?.groups.fingerprint;

/** The alert whose link was followed, with everything that became of it. */
async function showAlert() {
  if (alertShown === undefined) return;
  const { rows } = await ask(`/api/v1/alerts/${alertShown}`);
  const history = rows.map((row) => ({ ...row, summary: row.annotations.summary ?? "" }));
  document.getElementById("alert-section").hidden = false;
  document.getElementById("alert-description").textContent = rows[0]?.annotations.description ?? "";
  document.getElementById("alert").replaceChildren(table(alertColumns, history));
}

/** One part that cannot be read leaves the others on the page. */
async function refresh() {
  const parts = await Promise.allSettled([showSummary(), showAlert(), ...Object.entries(tables).map(showTable)]);
  const failure = parts.find(({ status }) => status === "rejected")?.reason;
  const state = document.getElementById("state");
  state.className = failure === undefined ? "" : "failed";
  state.textContent =
    failure === undefined
      ? `As stored at ${time(new Date().toISOString())}`
      : `Cannot read everything: ${failure.message}`;
}

/** A page that nobody looks at asks nothing. */
async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(() => void keepFresh(), REFRESH_MS);
}

void keepFresh();
