/** The overview page: asks the query API every few seconds and shows what is stored. Text is set, never parsed. */

const REFRESH_MS = 5_000;

const percent = (value) => `${Math.round(value * 100)} %`;
const usd = (value) => (value === null ? "unpriced" : `$${value.toLocaleString("en", { maximumFractionDigits: 4 })}`);
const gigabytes = (value) => `${(value / 2 ** 30).toFixed(1)} GiB`;
const time = (value) => `${value.slice(0, 19).replace("T", " ")} UTC`;
const whole = (value) => Math.round(value).toLocaleString("en");
const score = (value) => value.toFixed(2);

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
    ["trace_id", "Trace"],
  ],
  costs: [
    ["tenant", "Tenant"],
    ["model", "Model"],
    ["calls", "Calls", whole],
    ["unpriced_calls", "Unpriced", whole],
    ["tokens", "Tokens", whole],
    ["cost_usd", "Cost", usd],
  ],
  engines: [
    ["node", "Node"],
    ["engine", "Engine"],
    ["model", "Model"],
    ["kv_usage_ratio", "KV cache", percent],
    ["running", "Running", whole],
    ["waiting", "Waiting", whole],
    ["preemptions_delta", "Preemptions", whole],
    ["sampled_at", "Sampled", time],
  ],
  gpus: [
    ["node", "Node"],
    ["gpu_index", "GPU"],
    ["gpu_model", "Model"],
    ["util_ratio", "Activity", percent],
    ["memory_used_bytes", "Memory used", gigabytes],
    ["power_watts", "Power", (value) => `${whole(value)} W`],
    ["temperature_celsius", "Temperature", (value) => `${whole(value)} °C`],
    ["sampled_at", "Sampled", time],
  ],
  spans: [
    ["start_time", "When", time],
    ["tenant", "Tenant"],
    ["service_name", "Service"],
    ["operation", "Operation"],
    ["model", "Model"],
    ["status", "Status"],
    ["duration_ms", "Duration", (value) => `${whole(value)} ms`],
    ["ttft_ms", "First token", (value) => `${whole(value)} ms`],
    ["input_tokens", "In", whole],
    ["output_tokens", "Out", whole],
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

const token = new URLSearchParams(location.hash.slice(1)).get("token");

async function ask(path) {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(path, { headers });
  const body = await response.json();
  if (!response.ok) throw new Error(body.error);
  return body;
}

function element(name, text, className) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (className !== undefined) node.className = className;
  return node;
}

function cell(row, [key, , write]) {
  const value = row[key];
  const text = value === null || value === "" ? (key === "cost_usd" ? "unpriced" : "–") : (write ?? String)(value);
  return element("td", text, key === "state" || key === "severity" || key === "status" ? String(value) : undefined);
}

function table(columns, rows) {
  if (rows.length === 0) return element("p", "Nothing yet.", "empty");
  const node = element("table");
  const head = node.createTHead().insertRow();
  head.append(...columns.map(([, heading]) => element("th", heading)));
  const body = node.createTBody();
  for (const row of rows) body.insertRow().append(...columns.map((column) => cell(row, column)));
  return node;
}

function showSummary(summary) {
  const tiles = Object.entries(summaryNames).map(([key, name]) => {
    const tile = element("div");
    tile.append(element("dt", name), element("dd", key === "cost_usd" ? usd(summary[key]) : whole(summary[key])));
    return tile;
  });
  document.getElementById("summary").replaceChildren(...tiles);
}

async function refresh() {
  const state = document.getElementById("state");
  try {
    showSummary(await ask("/api/v1/summary"));
    for (const [name, columns] of Object.entries(tables)) {
      const { rows } = await ask(`/api/v1/${name}?limit=15`);
      document.getElementById(name).replaceChildren(table(columns, rows));
    }
    state.textContent = `As stored at ${time(new Date().toISOString())}`;
    state.className = "";
  } catch (error) {
    state.textContent = `Cannot read the store: ${error.message}`;
    state.className = "failed";
  }
  setTimeout(() => void refresh(), REFRESH_MS);
}

void refresh();
