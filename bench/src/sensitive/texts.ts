import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { z } from "zod";

const ROOT = join(import.meta.dirname, "../../..");
const MAX_ARCHIVE_BYTES = 256 * 1_024 * 1_024;

/** Texts of one kind, and where they are from. */
export interface Corpus {
  readonly name: string;
  readonly texts: readonly string[];
}

/** English that people and models write to each other: of the training data where it is at hand, else our own pages. */
export function chatCorpus(): Corpus {
  const archive = join(process.env["PARAPET_DATASETS"] ?? join(ROOT, "../shared/datasets"), "injection.tar.xz");
  if (!existsSync(archive))
    return { name: "our documentation", texts: paragraphsOf("{*.md,docs/**/*.md,*/*/README.md}") };
  const member = "injection/benign_gpteacher_roleplay.jsonl";
  const lines = execFileSync("tar", ["-xJOf", archive, member], { encoding: "utf8", maxBuffer: MAX_ARCHIVE_BYTES });
  const row = z.object({ text: z.string() });
  const texts = lines
    .trim()
    .split("\n")
    .map((line) => row.parse(JSON.parse(line)).text);
  return { name: "gpteacher_roleplay", texts };
}

/** TypeScript, YAML and SQL of this project. */
export function codeCorpus(): Corpus {
  return {
    name: "our sources",
    texts: filesOf("{services,libs,charts}/**/{src,templates,migrations}/**/*.{ts,yaml,sql}"),
  };
}

function paragraphsOf(pattern: string): readonly string[] {
  return filesOf(pattern).flatMap((text) => text.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== ""));
}

/** Tests hold planted values, and lists of recognizers hold examples. */
function filesOf(pattern: string): readonly string[] {
  const exclude = [
    "**/node_modules/**",
    "**/dist/**",
    "**/*.test.ts",
    "**/testing/**",
    "libs/domain/{pii,secrets,sensitive}/**",
  ];
  return globSync(pattern, { cwd: ROOT, exclude })
    .toSorted()
    .map((file) => readFileSync(join(ROOT, file), "utf8"));
}

const openings = [
  "Hello, I ordered a lamp last week and it has not come yet,",
  "Could you please check my account and tell me why",
  "Thanks for your help yesterday, one more question:",
  "My colleague says that the invoice is still open,",
];
const values = [
  "my mail is jane.doe@example.com",
  "my card is 4111 1111 1111 1111",
  "call me at (212) 555-0199",
  "the server is 192.0.2.44",
  "my SSN is 536-90-4399",
  "pay to DE89 3704 0044 0532 0130 00",
  "it will not start after the update",
  "what should I do now?",
];

/** Short messages of about 85 bytes, three in four with something personal in them. */
export function shortMessages(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => {
    const opening = openings[index % openings.length] ?? "";
    return `${opening} ${values[Math.floor(index / openings.length) % values.length] ?? ""} (${index})`;
  });
}

export function bytesOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}
