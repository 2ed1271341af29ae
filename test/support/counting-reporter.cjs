/** Mocha's spec reporter, which also leaves its totals, and the names of what failed, in the file named by TEST_TOTALS. */
const { writeFileSync } = require("node:fs");
const { reporters, Runner } = require("mocha");

module.exports = class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = runner.stats;
      const failed = this.failures.map(
        (test) => `${test.fullTitle()}: ${test.err?.message ?? "no reason given"}`,
      );
      if (process.env.TEST_TOTALS)
        writeFileSync(process.env.TEST_TOTALS, JSON.stringify({ passes, failures, pending, failed }));
    });
  }
};
