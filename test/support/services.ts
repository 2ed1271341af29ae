import type { Context } from "mocha";

/**
 * The address of a service that a suite needs, from the environment. Without it the suite is skipped and
 * says so, or fails where REQUIRE_SERVICES=1 wants everything run.
 *
 * @param context `this` of a `before` hook
 */
export function requireService(context: Context, variable: string): string {
  const value = process.env[variable];
  if (value) return value;
  const reason = `${variable} is not set`;
  if (process.env["REQUIRE_SERVICES"] === "1") throw new Error(`REQUIRE_SERVICES=1, but ${reason}`);
  // Mocha shows what was skipped, but has no place for the reason.
  process.stdout.write(`    skipped: ${reason}\n`);
  context.skip();
}
