"""The semaphores of a killed process, which lie outside its folder: found and cleaned up."""

from pathlib import Path

__all__ = ["clear_semaphores", "semaphore_pattern"]

# Only what is named after the process is touched there.
_SHARED = Path("/dev/shm")  # nosec B108


def semaphore_pattern(pid: int) -> str:
    """Return the pattern of the files that are semaphores of a process."""
    return str(_SHARED / f"sem.loky-{pid}-*")


def clear_semaphores(pid: int) -> None:
    """Remove the semaphores that joblib's loky had made in a process and could not remove.

    It does so on an orderly end, or its tracker does; a process that is ended with all it has
    started has neither. Only Linux shows them as files.
    """
    for semaphore in _SHARED.glob(Path(semaphore_pattern(pid)).name):
        semaphore.unlink(missing_ok=True)
