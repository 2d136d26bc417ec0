"""The environments for Stable-Baselines3, which has an interface of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import gymnasium as gym
import numpy as np
from stable_baselines3.common.vec_env.base_vec_env import VecEnv

from .observation import OneHotTokens
from .vector_env import OpenAdaVectorEnv


class StableBaselinesVecEnv(VecEnv):
    """An OpenAdaVectorEnv as a VecEnv, with the tokens of goal and rules as one-hots.

    `infos` of a step that ends an episode have `episode`, as `Monitor` writes it (`r`: reward, `l`: steps), and
    `reward_by_trial`. `terminal_observation` is zeros: an ended world shows nothing, and an end is never a time limit
    that learning should look beyond.
    """

    def __init__(self, envs: OpenAdaVectorEnv):
        self.envs = envs
        self._encode = OneHotTokens(envs.parts, envs.single_observation_space.shape[0])
        self._seed: int | None = None
        self._steps = np.zeros(envs.num_envs, int)
        space = gym.spaces.Box(-np.inf, np.inf, (self._encode.size,), np.float32)
        super().__init__(envs.num_envs, space, envs.single_action_space)

    def reset(self) -> np.ndarray:
        observations, _ = self.envs.reset(seed=self._seed)
        self._seed = None
        self._steps[:] = 0
        return self._encode(observations)

    def step_async(self, actions: np.ndarray) -> None:
        self.envs.step_async(actions)

    def step_wait(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[dict]]:
        observations, rewards, ended, _, batch = self.envs.step_wait()
        self._steps += 1
        infos: list[dict] = [{} for _ in range(self.num_envs)]
        for i in np.flatnonzero(ended):
            by_trial = batch["final_info"]["reward_by_trial"][i]
            infos[i] = {
                "terminal_observation": np.zeros(self.observation_space.shape, np.float32),
                "TimeLimit.truncated": False,
                "reward_by_trial": by_trial,
                "episode": {"r": float(by_trial.sum()), "l": int(self._steps[i])},
            }
            self._steps[i] = 0
        return self._encode(observations), rewards, ended, infos

    def seed(self, seed: int | None = None) -> Sequence[int | None]:
        """The seed of the next reset: environment i gets `seed + i`."""
        self._seed = int(np.random.randint(2**31)) if seed is None else seed
        return [self._seed + i for i in range(self.num_envs)]

    def close(self) -> None:
        self.envs.close()

    def get_attr(self, attr_name: str, indices: Any = None) -> list[Any]:
        return [getattr(self.envs, attr_name)] * len(self._indices(indices))

    def set_attr(self, attr_name: str, value: Any, indices: Any = None) -> None:
        raise NotImplementedError("The environments are played by another process; make new ones with other options.")

    def env_method(self, method_name: str, *args: Any, indices: Any = None, **kwargs: Any) -> list[Any]:
        raise NotImplementedError("The environments are played by another process and have no methods of their own.")

    def env_is_wrapped(self, wrapper_class: type, indices: Any = None) -> list[bool]:
        return [False] * len(self._indices(indices))

    def _indices(self, indices: Any) -> Sequence[int]:
        if indices is None:
            return range(self.num_envs)
        return [indices] if isinstance(indices, int) else list(indices)
