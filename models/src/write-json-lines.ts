import { writeFile } from "node:fs/promises";

export async function writeJsonLines(path: string, items: readonly unknown[]): Promise<void> {
  await writeFile(path, items.map((item) => `${JSON.stringify(item)}\n`).join(""));
}
