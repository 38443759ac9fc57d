import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { lockFolder } from "./folder-lock.ts";

describe("the lock of a folder", () => {
  let folder: string;
  let lockFile: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "parapet-lock-"));
    lockFile = join(folder, "lock");
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("is held by one process, and the next is told which", () => {
    const unlock = lockFolder(lockFile);
    expect(() => lockFolder(lockFile)).toThrow(`process ${process.pid} already runs`);
    unlock();
    lockFolder(lockFile)();
  });

  test.each([
    ["whose process is gone", () => "4194304 1 boot"],
    [
      "of an earlier process with the same number, as in a restarted container",
      (own: string) => own.replace(/ \d+ /, " 1 "),
    ],
    ["that says nothing", () => ""],
  ])("counts for nothing when it is one %s", (_label, content) => {
    lockFolder(lockFile);
    writeFileSync(lockFile, content(readFileSync(lockFile, "utf8")));
    expect(() => lockFolder(lockFile)()).not.toThrow();
  });
});
