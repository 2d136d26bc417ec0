"""A Node process that plays a batch of environments, and the binary protocol it speaks.

The protocol is described in packages/env-server/src/wire.ts.
"""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

PROTOCOL = "open-ada-environments/1"

_RESET, _STEP, _CLOSE = 1, 2, 3
_REFUSED = 1
_HEADER = struct.Struct("<II")

#: What a reset does to one environment.
RESET_NONE, RESET_NEXT, RESET_SEEDED = 0, 1, 2

#: What ended in a step.
EVENT_NONE, EVENT_TRIAL, EVENT_EPISODE = 0, 1, 2

_PIPE_BYTES = 1 << 20
_SECONDS_TO_END = 5


class OpenAdaError(RuntimeError):
    """What the environments refuse, in one sentence."""


@dataclass
class Answer:
    """What a reset or a step returns. All arrays are new.

    observations: float32 [E, P, size]; rewards: float32 [E, P]; trials: int32 [E], index of the trial
    that goes on; events: uint8 [E].
    """

    observations: np.ndarray
    rewards: np.ndarray
    trials: np.ndarray
    events: np.ndarray


def find_checkout(root: str | os.PathLike | None = None) -> Path:
    """The checkout of open-ada: `root`, else $OPEN_ADA_ROOT, else the one that this package lies in."""
    given = root if root is not None else os.environ.get("OPEN_ADA_ROOT")
    folder = Path(given) if given else Path(__file__).resolve().parents[2]
    if not (folder / "scripts" / "run.mjs").is_file():
        raise OpenAdaError(
            f"{folder} is no checkout of open-ada; pass root=... or set OPEN_ADA_ROOT to one."
        )
    return folder


class EnvironmentServer:
    """One Node process with E environments.

    options: options of `pnpm env:serve`, for example {"environments": 32, "family": "hold"}.
    Raises OpenAdaError with the sentence that the command prints where it refuses them.
    """

    def __init__(
        self,
        options: dict[str, Any],
        root: str | os.PathLike | None = None,
        node: str = "node",
    ):
        checkout = find_checkout(root)
        program = shutil.which(node)
        if program is None:
            raise OpenAdaError(f'There is no program "{node}"; install Node 20 or newer, or pass node=PATH.')
        command = [program, str(checkout / "scripts" / "run.mjs"), "env-serve"]
        for name, value in options.items():
            if value is not None:
                command += [f"--{name.replace('_', '-')}", str(value)]
        self._header = bytearray(_HEADER.size)
        self._complaints = tempfile.TemporaryFile()
        # The working directory stays: paths of task files are those of the caller.
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._complaints, bufsize=0
        )
        _widen(self._process.stdout)
        _widen(self._process.stdin)
        try:
            self._greet()
        except BaseException:
            self.close()
            raise

    def _greet(self) -> None:
        line = bytearray()
        while not line.endswith(b"\n"):
            byte = self._process.stdout.read(1)
            if not byte:
                raise self._gone()
            line += byte
        self.hello: dict[str, Any] = json.loads(line)
        if self.hello.get("protocol") != PROTOCOL:
            raise OpenAdaError(f"The server speaks {self.hello.get('protocol')}, this package {PROTOCOL}.")
        envs, players = self.hello["environments"], self.hello["players"]
        size = self.hello["observation"]["size"]
        self._layout: list[tuple[slice, tuple[int, ...], np.dtype]] = []
        self._answer_bytes = 0
        for shape, code in [((envs, players, size), "<f4"), ((envs, players), "<f4"), ((envs,), "<i4"), ((envs,), "u1")]:
            dtype = np.dtype(code)
            end = self._answer_bytes + int(np.prod(shape)) * dtype.itemsize
            self._layout.append((slice(self._answer_bytes, end), shape, dtype))
            self._answer_bytes = end
        groups = self.hello["actions"]
        self._action_shape = (envs, players, len(groups))
        self._options = np.array([len(group["options"]) for group in groups])

    @property
    def process_id(self) -> int:
        return self._process.pid

    def send_reset(self, kinds: np.ndarray, seeds: np.ndarray) -> None:
        """kinds: uint8 [E], RESET_*; seeds: uint32 [E]. `receive` returns the answer."""
        payload = kinds.astype("u1").tobytes() + seeds.astype("<u4").tobytes()
        self._send(_RESET, payload)

    def send_step(self, actions: np.ndarray) -> None:
        """actions: whole numbers [E, P, G]. `receive` returns the answer."""
        actions = np.asarray(actions)
        if actions.shape != self._action_shape or not np.issubdtype(actions.dtype, np.integer):
            raise OpenAdaError(
                f"Actions must be whole numbers of shape {self._action_shape}, "
                f"not {actions.dtype} of shape {actions.shape}."
            )
        if actions.min() < 0 or (actions >= self._options).any():
            raise OpenAdaError(f"Actions must lie in 0 .. {(self._options - 1).tolist()} (one bound a group).")
        self._send(_STEP, actions.astype("u1").tobytes())

    def receive(self) -> Answer:
        """Raises OpenAdaError with the server's sentence where it refuses; then nothing has changed."""
        self._fill(self._header)
        status, length = _HEADER.unpack(self._header)
        # Not zeroed, and new each time: the arrays that are returned are views of it.
        payload = np.empty(length, np.uint8)
        self._fill(payload)
        if status == _REFUSED:
            raise OpenAdaError(payload.tobytes().decode())
        if length != self._answer_bytes:
            raise OpenAdaError(f"The answer has {length} bytes instead of {self._answer_bytes}.")
        return Answer(*(payload[part].view(dtype).reshape(shape) for part, shape, dtype in self._layout))

    def close(self) -> None:
        """Ends the process. Doing it twice is no mistake."""
        process = self._process
        if process.poll() is None:
            try:
                process.stdin.write(_HEADER.pack(_CLOSE, 0))
            except OSError:
                pass
        for pipe in (process.stdin, process.stdout):
            try:
                pipe.close()
            except OSError:
                pass
        try:
            process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._complaints.close()

    def _send(self, operation: int, payload: bytes) -> None:
        message = memoryview(_HEADER.pack(operation, len(payload)) + payload)
        try:
            while message:
                message = message[self._process.stdin.write(message) :]
        except (OSError, ValueError):
            raise self._gone() from None

    def _fill(self, buffer: bytearray | np.ndarray) -> None:
        view = memoryview(buffer)
        while view:
            count = self._process.stdout.readinto(view)
            if not count:
                raise self._gone()
            view = view[count:]

    def _gone(self) -> OpenAdaError:
        """Why there is no server any more."""
        if self._complaints.closed:
            return OpenAdaError("The environments are closed.")
        try:
            code = self._process.wait(_SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            return OpenAdaError("The environments' process has closed its output.")
        self._complaints.seek(0)
        said = self._complaints.read().decode(errors="replace").strip()
        return OpenAdaError(said or f"The environments' process has ended with code {code}.")


def _widen(pipe: Any) -> None:
    """Lets a whole answer fit into the pipe, where the system can: one switch of processes a step, not several."""
    try:
        import fcntl

        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    except (ImportError, AttributeError, OSError):
        pass
