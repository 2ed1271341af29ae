"""The contract's exit codes, and the one exception that carries them."""

from __future__ import annotations

import errno

DISK_FULL = (errno.ENOSPC, errno.EDQUOT)

DONE = 0
BAD_JOB = 64
BAD_DATASET = 65
NO_WEIGHTS = 66
INTERNAL = 70
OUT_OF_MEMORY = 71
STOPPED = 75


class TrainerError(Exception):
    """A failure the owner of the job can act on.

    Takes the process's exit code, a machine code (kebab-case) and one line that says what to do.
    """

    def __init__(self, exit_code: int, code: str, message: str) -> None:
        super().__init__(message)
        self.exit_code = exit_code
        self.code = code
        # One line that every log and every reader of UTF-8 can take, whatever a job's texts or file names hold.
        self.message = " ".join(message.split()).encode("utf-8", "backslashreplace").decode()


class StopRequested(BaseException):
    """SIGTERM or SIGINT arrived in a phase that holds nothing worth saving.

    Not an Exception, so that no library takes it for an error of its own.
    """


def bad_job(code: str, message: str) -> TrainerError:
    """A job.json that cannot be trained as it is: exit 64."""
    return TrainerError(BAD_JOB, code, message)


def bad_dataset(code: str, message: str) -> TrainerError:
    """A dataset that cannot be trained as it is: exit 65."""
    return TrainerError(BAD_DATASET, code, message)


def no_weights(code: str, message: str) -> TrainerError:
    """Base weights that are missing, gated, cut short or of another family: exit 66."""
    return TrainerError(NO_WEIGHTS, code, message)
