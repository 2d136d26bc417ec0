"""The parts of an observation, by name. docs/observation.md says what each number is."""

from __future__ import annotations

import numpy as np


def split(observations: np.ndarray, parts: list[dict]) -> dict[str, np.ndarray]:
    """Views of the parts of `[..., size]`: by name, each `[..., *shape]`."""
    leading = observations.shape[:-1]
    views = {}
    for part in parts:
        size = int(np.prod(part["shape"]))
        view = observations[..., part["offset"] : part["offset"] + size]
        views[part["name"]] = view.reshape(*leading, *part["shape"])
    return views


class OneHotTokens:
    """Replaces each token (a whole number in `goal` and `rules`) by a one-hot, for networks that only read numbers."""

    def __init__(self, parts: list[dict], size: int):
        tokens = [part for part in parts if part["kind"] == "token"]
        columns = [np.arange(part["offset"], part["offset"] + int(np.prod(part["shape"]))) for part in tokens]
        self._tokens = np.concatenate(columns) if columns else np.zeros(0, int)
        self._floats = np.setdiff1d(np.arange(size), self._tokens)
        self._values = max((part["cardinality"] for part in tokens), default=0)
        #: Length of the result.
        self.size = len(self._floats) + len(self._tokens) * self._values

    def __call__(self, observations: np.ndarray) -> np.ndarray:
        """[..., size] -> [..., self.size], the floats first."""
        hot = np.eye(self._values, dtype=np.float32)[observations[..., self._tokens].astype(int)]
        flat = hot.reshape(*observations.shape[:-1], -1)
        return np.concatenate([observations[..., self._floats], flat], axis=-1)
