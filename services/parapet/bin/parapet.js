#!/usr/bin/env node
// Becomes the command itself, from its sources in a checkout and from `dist` in an image: no process stands between the
// command and the signals, pipes and exit code that the caller sees.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const built = fileURLToPath(new URL("../dist/main.js", import.meta.url));
const start = existsSync(source) ? ["--conditions=source", source] : [built];

process.execve(process.execPath, [process.execPath, ...start, ...process.argv.slice(2)], process.env);
