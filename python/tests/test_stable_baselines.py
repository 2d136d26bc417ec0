import sys
from pathlib import Path

import pytest

pytest.importorskip("stable_baselines3", reason="stable-baselines3 is not installed")

PYTHON = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(PYTHON), str(PYTHON / "examples")]

from ppo_hold import learn  # noqa: E402


def test_ppo_learns_to_hold():
    random, learned = learn(steps=80_000, seed=0)
    assert learned > 2 * random
