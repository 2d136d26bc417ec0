"""A Gymnasium VectorEnv of the world of open-ada."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from typing import Any

import gymnasium as gym
import numpy as np
from gymnasium.vector import AutoresetMode, VectorEnv
from gymnasium.vector.utils import batch_space

from . import observation
from .server import EVENT_EPISODE, EVENT_NONE, RESET_NEXT, RESET_NONE, RESET_SEEDED, Answer, EnvironmentServer, OpenAdaError


def serve_options(
    *,
    num_envs: int,
    trials: int = 1,
    family: str | Sequence[str] | None = None,
    tasks: str | os.PathLike | Sequence[str | os.PathLike] | None = None,
    preset: str | None = None,
    simulation: dict | None = None,
    tiles: int | None = None,
    complexity: float | None = None,
    trial_seconds: float | None = None,
) -> dict[str, Any]:
    """Options of `pnpm env:serve`."""
    names = family if family is None or isinstance(family, str) else ",".join(family)
    files = [tasks] if isinstance(tasks, (str, os.PathLike)) else tasks
    return {
        "environments": num_envs,
        "trials": trials,
        "family": names,
        "tasks": None if files is None else ",".join(os.fspath(file) for file in files),
        "preset": preset,
        "simulation": None if simulation is None else json.dumps(simulation),
        "tiles": tiles,
        "complexity": complexity,
        "trial_seconds": trial_seconds,
    }


class OpenAdaVectorEnv(VectorEnv):
    """`num_envs` environments that play generated training tasks, or the tasks of files.

    Observations are float32 `[num_envs, size]`; `parts` and `split` name what they hold. Actions are
    `[num_envs, groups]`, one option a group (`action_groups`). The reward of a step is the fraction of it in
    which the goal held, in [0, 1].

    **Episodes** have `trials` trials of the same task. An episode ends by time, and the observation tells how much is
    left, so its end is a termination. `truncations` is always False.

    **Autoreset is SAME_STEP**: in the step that ends an episode the next one begins, with another task, and the
    returned observation is its first. `infos["final_obs"]` holds zeros for such environments: an ended world shows
    nothing. `infos["final_info"]["reward_by_trial"]` is `[num_envs, trials]`.

    `infos` of each step: `trial` int32 `[num_envs]`, the index of the trial that goes on; `trial_ended` bool.

    num_envs: environments in all
    family: one family of training tasks, or several that are drawn evenly; default `hold`
    tasks: task files instead (a list of tasks is a .jsonl file)
    trials: trials of an episode
    preset, simulation, tiles, complexity, trial_seconds: see `pnpm env:serve --help`
    workers: Node processes, each with an equal part of the environments. The results do not depend on it
    root: the checkout of open-ada; default: $OPEN_ADA_ROOT, or where this package lies
    """

    metadata = {"autoreset_mode": AutoresetMode.SAME_STEP, "render_modes": []}

    def __init__(
        self,
        num_envs: int = 32,
        *,
        trials: int = 1,
        workers: int = 1,
        root: str | os.PathLike | None = None,
        node: str = "node",
        **options: Any,
    ):
        if workers < 1 or num_envs % workers != 0:
            raise OpenAdaError(f"num_envs={num_envs} must be a multiple of workers={workers}.")
        self.num_envs = num_envs
        self.trials = trials
        serving = serve_options(num_envs=num_envs // workers, trials=trials, **options)
        self._servers: list[EnvironmentServer] = []
        self.closed = False
        try:
            for _ in range(workers):
                self._servers.append(EnvironmentServer(serving, root, node))
            hello = self._servers[0].hello
            if hello["players"] != 1:
                raise OpenAdaError("This environment has one player; for two use open_ada.pettingzoo_env.")
        except BaseException:
            self.close_extras()
            raise
        #: Parts of an observation, as in docs/observation.md.
        self.parts: list[dict] = hello["observation"]["parts"]
        #: Groups of actions: name and options of each.
        self.action_groups: list[dict] = hello["actions"]
        self.steps_per_second: float = hello["stepsPerSecond"]
        size = hello["observation"]["size"]
        self.single_observation_space = gym.spaces.Box(-np.inf, np.inf, (size,), np.float32)
        self.single_action_space = gym.spaces.MultiDiscrete([len(group["options"]) for group in self.action_groups])
        self.observation_space = batch_space(self.single_observation_space, num_envs)
        self.action_space = batch_space(self.single_action_space, num_envs)
        self._by_trial = np.zeros((num_envs, trials), np.float32)
        self._trial = np.zeros(num_envs, np.int32)
        self._rows = np.arange(num_envs)
        self._begun = False
        self._waiting = False

    @property
    def process_ids(self) -> list[int]:
        """Ids of the Node processes."""
        return [server.process_id for server in self._servers]

    def split(self, observations: np.ndarray) -> dict[str, np.ndarray]:
        """The parts of observations by name, as views."""
        return observation.split(observations, self.parts)

    def reset(
        self, *, seed: int | Sequence[int | None] | None = None, options: dict[str, Any] | None = None
    ) -> tuple[np.ndarray, dict[str, Any]]:
        """Begins an episode everywhere, or where `options["reset_mask"]` says so.

        seed: one number gives environment i the seed `seed + i`; a list gives each its own. Without seeds the
        environments go on with the random numbers that they have; the first time they are seeded at random.
        """
        self._require_idle()
        seeds = self._seeds(seed)
        mask = np.ones(self.num_envs, bool)
        if options and "reset_mask" in options:
            mask = np.asarray(options["reset_mask"])
            if mask.shape != (self.num_envs,) or mask.dtype != bool:
                raise OpenAdaError(f"reset_mask must be {self.num_envs} booleans.")
        if not self._begun and not mask.all():
            raise OpenAdaError("Reset all environments once before you reset some of them.")
        given = np.array([one is not None for one in seeds])
        kinds = np.where(mask, np.where(given, RESET_SEEDED, RESET_NEXT), RESET_NONE)
        numbers = np.array([0 if one is None else one for one in seeds], np.uint32)
        for server, part in self._parts():
            server.send_reset(kinds[part], numbers[part])
        if seed is not None and np.ndim(seed) == 0:
            super().reset(seed=int(seed))
        answer = self._receive()
        self._begun = True
        self._by_trial[mask] = 0
        self._trial = answer.trials
        return answer.observations[:, 0], {"trial": answer.trials, "_trial": mask.copy()}

    def step_async(self, actions: np.ndarray) -> None:
        """Sends actions `[num_envs, groups]`. `step_wait` returns what they led to."""
        self._require_idle()
        if not self._begun:
            raise OpenAdaError("Call reset before the first step.")
        actions = np.asarray(actions)
        if actions.shape != self.action_space.shape:
            raise OpenAdaError(f"Actions must have the shape {self.action_space.shape}, not {actions.shape}.")
        for server, part in self._parts():
            server.send_step(actions[part, None])
        self._waiting = True

    def step_wait(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        if not self._waiting:
            raise OpenAdaError("There are no actions to wait for; call step_async first.")
        self._waiting = False
        answer = self._receive()
        rewards = answer.rewards[:, 0]
        self._by_trial[self._rows, self._trial] += rewards
        self._trial = answer.trials
        ended = answer.events == EVENT_EPISODE
        infos: dict[str, Any] = {"trial": answer.trials, "trial_ended": answer.events != EVENT_NONE}
        if ended.any():
            infos.update(self._final(ended))
        return answer.observations[:, 0], rewards, ended, np.zeros(self.num_envs, bool), infos

    def step(self, actions: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, dict[str, Any]]:
        self.step_async(actions)
        return self.step_wait()

    def close_extras(self, **kwargs: Any) -> None:
        for server in self._servers:
            server.close()

    def _final(self, ended: np.ndarray) -> dict[str, Any]:
        final = np.full(self.num_envs, None, object)
        for i in np.flatnonzero(ended):
            final[i] = np.zeros(self.single_observation_space.shape, np.float32)
        by_trial = np.where(ended[:, None], self._by_trial, 0)
        self._by_trial[ended] = 0
        info = {"reward_by_trial": by_trial, "_reward_by_trial": ended}
        return {"final_obs": final, "_final_obs": ended, "final_info": info, "_final_info": ended}

    def _seeds(self, seed: int | Sequence[int | None] | None) -> list[int | None]:
        if seed is None:
            if self._begun:
                return [None] * self.num_envs
            return self.np_random.integers(2**32, size=self.num_envs).tolist()
        seeds = [int(seed) + i for i in range(self.num_envs)] if np.ndim(seed) == 0 else list(seed)
        if len(seeds) != self.num_envs:
            raise OpenAdaError(f"There are {len(seeds)} seeds for {self.num_envs} environments.")
        if any(one is not None and not 0 <= one < 2**32 for one in seeds):
            raise OpenAdaError("Seeds must be whole numbers from 0 to 2^32 - 1.")
        if not self._begun and any(one is None for one in seeds):
            raise OpenAdaError("Give every environment a seed the first time, or none of them.")
        return seeds

    def _parts(self) -> list[tuple[EnvironmentServer, slice]]:
        each = self.num_envs // len(self._servers)
        return [(server, slice(i * each, (i + 1) * each)) for i, server in enumerate(self._servers)]

    def _receive(self) -> Answer:
        # Every server's answer is read, or the next request would get this one's.
        answers: list[Answer] = []
        refusal: OpenAdaError | None = None
        for server in self._servers:
            try:
                answers.append(server.receive())
            except OpenAdaError as error:
                refusal = error
        if refusal is not None:
            raise refusal
        if len(answers) == 1:
            return answers[0]
        names = ("observations", "rewards", "trials", "events")
        return Answer(*(np.concatenate([getattr(answer, name) for answer in answers]) for name in names))

    def _require_idle(self) -> None:
        if self.closed:
            raise OpenAdaError("The environments are closed.")
        if self._waiting:
            raise OpenAdaError("Wait for the last step first: call step_wait.")
