import { readFileSync } from "node:fs";

import type { Reply } from "./reply.ts";

const folder = new URL("../assets/", import.meta.url);

/** The files of the page: what is not listed here is not served. */
const assets: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  "/": { file: "overview.html", type: "text/html; charset=utf-8" },
  "/overview.js": { file: "overview.js", type: "text/javascript; charset=utf-8" },
  "/overview.css": { file: "overview.css", type: "text/css; charset=utf-8" },
};

export function readAsset(path: string): Reply | null {
  const asset = Object.hasOwn(assets, path) ? assets[path] : undefined;
  if (asset === undefined) return null;
  return { status: 200, type: asset.type, body: readFileSync(new URL(asset.file, folder)) };
}
