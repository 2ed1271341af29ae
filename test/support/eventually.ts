const PATIENCE_MS = 15_000;
const POLL_MS = 25;

/** Tries an assertion until it holds. @throws its last error when the patience is over */
export async function eventually(assertion: () => unknown, patienceMs = PATIENCE_MS): Promise<void> {
  for (const deadline = Date.now() + patienceMs; ;) {
    try {
      await assertion();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
