/** Ends a test run with one plain line: `tests: 12 passed, 0 failed`, and `, 1 skipped` if so. */
import type { Reporter, TestModule } from "vitest/node";

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) counts[test.result().state] += 1;
      // A file or group that does not even load, or whose hooks fail, has failed once.
      const saysSo = tests.some((test) => test.result().state === "failed");
      if (!module.ok() && !saysSo) counts.failed += 1;
    }
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
    // A test still pending was cut off.
    const failed = counts.failed + counts.pending;
    process.stdout.write(`tests: ${counts.passed} passed, ${failed} failed${skipped}\n`);
  }
}
