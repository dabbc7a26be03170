"""What a killed process leaves behind outside its folder."""

from pathlib import Path

__all__ = ["clear_semaphores"]

# Only what is named after the process is touched there.
_SHARED = Path("/dev/shm")  # nosec B108


def clear_semaphores(pid: int) -> None:
    """Remove the semaphores that joblib's loky had made in a process and could not remove.

    It does so on an orderly end, or its tracker does; a process that is ended with all it has
    started has neither. Only Linux shows them as files.
    """
    for semaphore in _SHARED.glob(f"sem.loky-{pid}-*"):
        semaphore.unlink(missing_ok=True)
