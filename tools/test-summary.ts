import type { Reporter, TestModule, TestSuite } from "vitest/node";

/**
 * Closes a test run with what it left out and why, then the line `N passed, N failed`. In CI a test that was left out
 * fails the run: a machine that lacks something must not look like a green one.
 */
export function testSummary(isCi: boolean): Reporter {
  return {
    onTestRunEnd: (modules, unhandledErrors) => {
      const leftOut = modules.flatMap(skippedTests);
      for (const line of explain(leftOut)) console.log(line);
      const passed = count(modules, "passed");
      const failed = count(modules, "failed") + modules.flatMap(brokenSuites).length + unhandledErrors.length;
      const notAllowed = isCi ? leftOut.length : 0;
      if (notAllowed > 0) process.exitCode = 1;
      // vitest's own summary follows a reporter's; the plain line has to stand last.
      process.once("exit", () => console.log(`${passed} passed, ${failed + notAllowed} failed`));
    },
  };
}

interface SkippedTest {
  readonly file: string;
  readonly reason: string;
}

function skippedTests(module: TestModule): SkippedTest[] {
  if (brokenSuites(module).length > 0) return [];
  return [...module.children.allTests("skipped")].map((test) => ({
    file: module.relativeModuleId,
    reason: noteOf(test.result()) ?? suiteReason(test.fullName) ?? "its suite needs something this machine lacks",
  }));
}

function noteOf(result: { readonly state: string; readonly note?: string | undefined }): string | undefined {
  return result.state === "skipped" ? result.note : undefined;
}

/** Suites that are left out say why in their name: `… (left out: no Java)`. */
function suiteReason(fullName: string): string | undefined {
  return /\(left out: (?<reason>[^)]*)\)/.exec(fullName)?.groups?.["reason"];
}

/** Files that did not load and suites whose hooks failed: their tests count as skipped, and are not. */
function brokenSuites(module: TestModule): (TestModule | TestSuite)[] {
  return [module, ...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
}

function count(modules: readonly TestModule[], state: "passed" | "failed"): number {
  return modules.reduce((sum, module) => sum + [...module.children.allTests(state)].length, 0);
}

function explain(leftOut: readonly SkippedTest[]): string[] {
  if (leftOut.length === 0) return ["\nNothing was left out."];
  const groups = Map.groupBy(leftOut, ({ file, reason }) => `${file}: ${reason}`);
  return ["\nLeft out on this machine:", ...[...groups].map(([what, tests]) => `  ${tests.length} test(s) of ${what}`)];
}
