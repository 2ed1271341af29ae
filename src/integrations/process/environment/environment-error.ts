/** What stands in the way of a Python that can train. */
export type EnvironmentProblem =
  "python-missing" | "python-unfit" | "venv-missing" | "disk-space" | "network" | "install-failed" | "locked";

/** The trainer's Python cannot be made ready; the message says what is missing and how to get it. */
export class TrainerEnvironmentError extends Error {
  readonly problem: EnvironmentProblem;

  constructor(problem: EnvironmentProblem, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "TrainerEnvironmentError";
    this.problem = problem;
  }
}
