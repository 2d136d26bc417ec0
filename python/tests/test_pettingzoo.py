import sys
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("pettingzoo", reason="pettingzoo is not installed")

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from pettingzoo.test import parallel_api_test  # noqa: E402

from open_ada.pettingzoo_env import OpenAdaParallelEnv  # noqa: E402

TASK = """{
  "version": 1,
  "name": "one has it, the other wants it",
  "goal": "hold(me, black cube)",
  "players": [{ "at": [1, 1] }, { "at": [5, 5], "goal": "not hold(me, black cube)" }],
  "objects": [{ "type": "black cube", "at": [2, 2] }],
  "world": { "rows": ["000", "000", "000"] },
  "trialSeconds": 2
}"""


@pytest.fixture
def env(tmp_path):
    (tmp_path / "task.jsonc").write_text(TASK)
    env = OpenAdaParallelEnv(tmp_path / "task.jsonc", trials=2)
    yield env
    env.close()


def test_the_interface_of_pettingzoo(env):
    parallel_api_test(env, num_cycles=50)


def test_each_player_has_its_goal(env):
    seen, _ = env.reset(seed=1)
    assert not np.array_equal(seen["player_1"], seen["player_2"])
    idle = {name: np.array([1, 2, 1]) for name in env.agents}
    rewards = [env.step(idle)[1] for _ in range(5)]
    # Nobody holds the cube.
    assert all(reward == {"player_1": 0, "player_2": 1} for reward in rewards)


def test_an_episode_ends_for_both(env):
    env.reset(seed=1)
    steps = 0
    while env.agents:
        _, _, ended, _, infos = env.step({name: np.array([1, 2, 1]) for name in env.agents})
        steps += 1
    assert steps == 20 and all(ended.values())
