/** Resolves when all the work has ended, or at the deadline; the work itself goes on. */
export async function allWithin(deadlineMs: number, work: Iterable<Promise<unknown>>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<void>((resolve) => (timer = setTimeout(resolve, deadlineMs)));
  try {
    await Promise.race([Promise.all(work), deadline]);
  } finally {
    clearTimeout(timer);
  }
}
