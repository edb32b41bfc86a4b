"""A process of its own beside a cluster's worker: the same limits of time and memory as on one machine.

A cluster's worker may not start workers of :mod:`multiprocessing`, and a thread cannot be stopped: so the files are
assessed in a plain process that answers over its pipes and is killed when its time is up.
"""

from __future__ import annotations

import os
import pickle
import queue
import struct
import subprocess
import sys
import threading
import time
from typing import IO, Any, Final

from perfscore.batch.items import Columns, Failure, Item

_LENGTH: Final = struct.Struct(">Q")
_START_UP: Final = 30.0


class Child:
    """A process that assesses chunks of files, made anew when one of them ended it.

    Args:
        packed: what is in force, as :meth:`perfscore.batch.items.InForce.packed` gives it.
    """

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def assess(self, items: tuple[Item, ...], seconds: float) -> Columns | Failure:
        """Assess a chunk.

        Args:
            items: the files. seconds: after which the process is killed.

        Returns:
            Its rows; or why there are none: the time was up, or the process ended.
        """
        try:
            if self._process is None:
                self._start()
            answer: Columns = self._ask(items, seconds)
            return answer
        except queue.Empty:
            self._end()
            return Failure("timeout", "PS801", {"seconds": f"{seconds:g}"})
        except OSError as error:
            self._end()
            return Failure("crashed", "PS802", {"reason": str(error)})

    def _start(self) -> None:
        self._answers = queue.SimpleQueue()
        command = [sys.executable, "-m", "perfscore.batch.child"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        threading.Thread(target=_listen, args=(self._process.stdout, self._answers), daemon=True).start()
        self._ask(self._packed, _START_UP)

    def _ask(self, question: Any, seconds: float) -> Any:
        assert self._process is not None
        assert self._process.stdin is not None
        send(self._process.stdin, question)
        answer = self._answers.get(timeout=seconds)
        if answer is None:
            raise OSError(str(self._process.wait()))
        return answer

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def send(stream: IO[bytes], value: Any) -> None:
    """Write a value behind its length."""
    content = pickle.dumps(value)
    stream.write(_LENGTH.pack(len(content)) + content)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read a value; None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    return pickle.loads(stream.read(_LENGTH.unpack(head)[0]))


def _listen(stream: IO[bytes], answers: queue.SimpleQueue[Any]) -> None:
    answer: Any = ...
    while answer is not None:
        try:
            answer = receive(stream)
        except (OSError, ValueError, EOFError, pickle.UnpicklingError):  # cut off in the middle
            answer = None
        answers.put(answer)


def main() -> None:
    """Answer questions until the other side is gone."""
    from perfscore.batch.assess import assess_here, start

    questions = sys.stdin.buffer
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever a library prints is no answer
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    start(receive(questions))
    send(answers, True)
    while (items := receive(questions)) is not None:
        send(answers, assess_here(items))


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


if __name__ == "__main__":
    main()
