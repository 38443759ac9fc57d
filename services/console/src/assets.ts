import { readFileSync } from "node:fs";

import type { Reply } from "./reply.ts";

/** Files of the page by the path they are served under: what is not listed here is not served. */
const files: readonly (readonly [path: string, file: string, type: string])[] = [
  ["/", "overview.html", "text/html; charset=utf-8"],
  ["/overview.js", "overview.js", "text/javascript; charset=utf-8"],
  ["/overview.css", "overview.css", "text/css; charset=utf-8"],
  ["/icon.svg", "icon.svg", "image/svg+xml"],
];

export type Assets = ReadonlyMap<string, Reply>;

/** The answers of the page, read once. */
export function loadAssets(): Assets {
  const folder = new URL("../assets/", import.meta.url);
  return new Map(
    files.map(([path, file, type]) => [path, { status: 200, type, body: readFileSync(new URL(file, folder)) }]),
  );
}
