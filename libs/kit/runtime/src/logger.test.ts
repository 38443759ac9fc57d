import { spawnSync } from "node:child_process";
import { join } from "node:path";

import { expect, it } from "vitest";

/** What a process of its own writes when it runs `code` with a logger of `level`. */
function logged(level: string, code: string) {
  const module = JSON.stringify(join(import.meta.dirname, "logger.ts"));
  const script = `import { createLogger } from ${module}; const log = createLogger({ service: "gateway", level: "${level}" }); ${code}`;
  const child = spawnSync(process.execPath, ["--conditions=source", "--input-type=module", "-e", script], {
    encoding: "utf8",
  });
  const lines = child.stderr.split("\n").filter((line) => line !== "");
  return {
    raw: child.stderr,
    stdout: child.stdout,
    status: child.status,
    lines: lines.map((line) => JSON.parse(line)),
  };
}

it("writes JSON lines to stderr and nothing to stdout", () => {
  const { stdout, lines } = logged(
    "info",
    `log.info("range stored", { spans: 3, reason: null }); log.debug("unseen");`,
  );
  expect(stdout).toBe("");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ level: 30, service: "gateway", msg: "range stored", spans: 3, reason: null });
});

it("gives a child's fields to each of its lines, a line's own first", () => {
  const { lines } = logged(
    "warn",
    `log.child({ lane: 4, code: "a" }).error("failed", { code: "b" }); log.warn("plain");`,
  );
  expect(lines[0]).toMatchObject({ lane: 4, code: "b", level: 50 });
  expect(lines[1]).not.toHaveProperty("lane");
});

it("writes no field twice: readers of JSON differ in which one they believe", () => {
  const { raw } = logged("info", `log.child({ service: "ruler" }).info("m", { service: "notifier" });`);
  expect(raw.match(/"service"/g)).toHaveLength(1);
  expect(raw).toContain('"service":"notifier"');
});

it("says nothing when silent", () => {
  expect(logged("silent", `log.error("failed");`)).toMatchObject({ stdout: "", lines: [] });
});

it("loses no line when the process ends at once", () => {
  const { lines, status } = logged("info", `for (let n = 0; n < 500; n += 1) log.info("n", { n }); process.exit(3);`);
  expect(status).toBe(3);
  expect(lines.map(({ n }) => n)).toEqual(Array.from({ length: 500 }, (_, n) => n));
});
