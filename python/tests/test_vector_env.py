import sys
from pathlib import Path

import numpy as np
import pytest

gymnasium = pytest.importorskip("gymnasium", reason="gymnasium is not installed")

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from gymnasium.vector import AutoresetMode  # noqa: E402
from gymnasium.wrappers.vector import RecordEpisodeStatistics  # noqa: E402

from open_ada import OpenAdaError, OpenAdaVectorEnv  # noqa: E402
from open_ada.observation import OneHotTokens  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]

#: 2 seconds of 5 steps.
SHORT = {"trial_seconds": 2, "trials": 2}
TRIAL_STEPS = 10


@pytest.fixture(scope="module")
def envs():
    envs = OpenAdaVectorEnv(4, family="hold", **SHORT)
    yield envs
    envs.close()


def actions(envs, count, seed=0):
    random = np.random.default_rng(seed)
    return [random.integers(0, envs.single_action_space.nvec, envs.action_space.shape) for _ in range(count)]


def play(envs, seed, count=30):
    """Everything that an episode returns, for comparisons."""
    seen = [envs.reset(seed=seed)[0]]
    for chosen in actions(envs, count):
        observations, rewards, *_ = envs.step(chosen)
        seen += [observations, rewards]
    return seen


def same(a, b):
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def test_spaces_and_shapes(envs):
    observations, infos = envs.reset(seed=0)
    assert envs.metadata["autoreset_mode"] == AutoresetMode.SAME_STEP
    assert envs.observation_space.contains(observations)
    assert [group["name"] for group in envs.action_groups] == ["move", "turn", "hand"]
    assert envs.single_action_space.nvec.tolist() == [3, 5, 3]
    observations, rewards, terminations, truncations, infos = envs.step(envs.action_space.sample())
    assert envs.observation_space.contains(observations)
    for array in (rewards, terminations, truncations, infos["trial"], infos["trial_ended"]):
        assert array.shape == (4,)
    assert observations.any(axis=1).all()


def test_a_seed_decides_what_happens(envs):
    first = play(envs, 7)
    assert same(first, play(envs, 7))
    assert not same(first, play(envs, 8))


def test_an_environment_depends_on_its_own_seed_only(envs):
    last = play(envs, [1, 2, 3, 7])
    other = play(envs, [4, 5, 6, 7])
    assert same([one[3] for one in last], [one[3] for one in other])
    assert not same([one[0] for one in last], [one[0] for one in other])


def test_workers_change_nothing(envs):
    with_two = OpenAdaVectorEnv(4, family="hold", workers=2, **SHORT)
    try:
        assert same(play(with_two, 3), play(envs, 3))
    finally:
        with_two.close()


def test_episodes_end_by_time_and_begin_in_the_same_step(envs):
    envs.reset(seed=5)
    for step, chosen in enumerate(actions(envs, 4 * TRIAL_STEPS), start=1):
        observations, rewards, terminations, truncations, infos = envs.step(chosen)
        assert infos["trial_ended"].all() == (step % TRIAL_STEPS == 0)
        assert terminations.all() == (step % (2 * TRIAL_STEPS) == 0)
        assert not truncations.any()
        assert (infos["trial"] == step // TRIAL_STEPS % 2).all()
        time_left = envs.split(observations)["time"][:, 0] * 10
        assert np.allclose(time_left, 2 - (step % TRIAL_STEPS) / 5, atol=1e-5)
        if terminations.all():
            assert not infos["final_obs"][0].any()
            assert infos["final_info"]["reward_by_trial"].shape == (4, 2)
        else:
            assert "final_obs" not in infos


def test_rewards_by_trial(tmp_path):
    """A task of a file that pays as long as the agent holds nothing."""
    (tmp_path / "task.jsonc").write_text(
        """{
          "version": 1,
          "name": "hands off",
          "goal": "not hold(me, black cube)",
          "objects": [{ "type": "black cube", "at": [4, 4] }],
          "world": { "rows": ["000", "000", "000"] },
          "players": [{ "at": [1, 1] }],
          "trialSeconds": 2
        }"""
    )
    envs = OpenAdaVectorEnv(2, tasks=tmp_path / "task.jsonc", trials=3)
    try:
        envs.reset(seed=5)
        idle = np.tile([1, 2, 1], (2, 1))
        for _ in range(2):
            for _ in range(3 * TRIAL_STEPS):
                _, rewards, _, _, infos = envs.step(idle)
                assert rewards.tolist() == [1, 1]
            assert infos["final_info"]["reward_by_trial"].tolist() == [[TRIAL_STEPS] * 3] * 2
    finally:
        envs.close()


def test_a_mask_resets_some(envs):
    before, _ = envs.reset(seed=1)
    for chosen in actions(envs, 3):
        moved, *_ = envs.step(chosen)
    mask = np.array([True, False, False, True])
    after, _ = envs.reset(seed=[1, None, None, 4], options={"reset_mask": mask})
    assert np.array_equal(after[mask], before[mask])
    assert np.array_equal(after[~mask], moved[~mask])


def test_gymnasium_counts_episodes():
    envs = RecordEpisodeStatistics(OpenAdaVectorEnv(4, family="hold", **SHORT))
    try:
        envs.reset(seed=5)
        for chosen in actions(envs.unwrapped, 2 * TRIAL_STEPS):
            *_, infos = envs.step(chosen)
        assert infos["episode"]["l"].tolist() == [2 * TRIAL_STEPS] * 4
    finally:
        envs.close()


def test_tokens_as_one_hots(envs):
    observations, _ = envs.reset(seed=1)
    encode = OneHotTokens(envs.parts, observations.shape[1])
    encoded = encode(observations)
    assert encoded.shape == (4, encode.size)
    tokens = sum(int(np.prod(part["shape"])) for part in envs.parts if part["kind"] == "token")
    floats = observations.shape[1] - tokens
    assert (encoded[:, floats:].sum(axis=1) == tokens).all()


def test_mistakes_are_one_sentence(envs):
    envs.reset(seed=0)
    with pytest.raises(OpenAdaError, match="shape"):
        envs.step(np.zeros((3, 3), int))
    with pytest.raises(OpenAdaError, match=r"0 \.\. \[2, 4, 2\]"):
        envs.step(np.full((4, 3), 4))
    with pytest.raises(OpenAdaError, match="3 seeds for 4"):
        envs.reset(seed=[1, 2, 3])
    with pytest.raises(OpenAdaError, match="2\\^32"):
        envs.reset(seed=-1)
    # None of that has broken anything.
    assert same(play(envs, 7), play(envs, 7))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"family": "holding"}, 'There is no family "holding"'),
        ({"tasks": "no-such-file.jsonc"}, "no-such-file.jsonc"),
        ({"simulation": {"speeed": 1}}, "speeed"),
        ({"root": "/"}, "no checkout"),
        ({"node": "no-such-node"}, "no-such-node"),
        ({"workers": 3}, "multiple"),
    ],
)
def test_options_that_cannot_be(options, sentence):
    with pytest.raises(OpenAdaError, match=sentence):
        OpenAdaVectorEnv(4, **options)


def test_closed_environments_say_so():
    envs = OpenAdaVectorEnv(2)
    with pytest.raises(OpenAdaError, match="reset"):
        envs.step(np.ones((2, 3), int))
    envs.close()
    envs.close()
    with pytest.raises(OpenAdaError, match="closed"):
        envs.reset(seed=1)


def test_a_process_that_dies_is_noticed():
    envs = OpenAdaVectorEnv(2)
    envs.reset(seed=0)
    envs._servers[0]._process.kill()
    with pytest.raises(OpenAdaError, match="ended with code -9"):
        for _ in range(3):
            envs.step(np.ones((2, 3), int))
    envs.close()
