"""A PettingZoo ParallelEnv of one world with two players."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

import gymnasium as gym
import numpy as np
from pettingzoo import ParallelEnv

from . import observation
from .server import EVENT_EPISODE, EVENT_NONE, RESET_NEXT, RESET_SEEDED, Answer, EnvironmentServer, OpenAdaError
from .vector_env import serve_options

PLAYERS = ("player_1", "player_2")


class OpenAdaParallelEnv(ParallelEnv):
    """Two players in one world, each with its observation and its reward.

    tasks: task files. A file says whether it has two players; in a task of one the second player's observations and
    rewards are 0. The other options are those of OpenAdaVectorEnv.

    An episode ends for both at once, by time. Then `agents` is empty until the next `reset`.
    """

    metadata = {"name": "open_ada_v0", "render_modes": [], "is_parallelizable": True}

    def __init__(
        self,
        tasks: str | os.PathLike | Sequence[str | os.PathLike] | None = None,
        *,
        trials: int = 1,
        simulation: dict | None = None,
        root: str | os.PathLike | None = None,
        node: str = "node",
        **options: Any,
    ):
        world = {**(simulation or {}), "players": len(PLAYERS)}
        serving = serve_options(num_envs=1, trials=trials, tasks=tasks, simulation=world, **options)
        self._server = EnvironmentServer(serving, root, node)
        hello = self._server.hello
        self.parts: list[dict] = hello["observation"]["parts"]
        self.action_groups: list[dict] = hello["actions"]
        self.possible_agents = list(PLAYERS)
        self.agents: list[str] = []
        size = hello["observation"]["size"]
        counts = [len(group["options"]) for group in self.action_groups]
        self._observations = {name: gym.spaces.Box(-np.inf, np.inf, (size,), np.float32) for name in PLAYERS}
        self._actions = {name: gym.spaces.MultiDiscrete(counts) for name in PLAYERS}
        self._seeded = False

    def observation_space(self, agent: str) -> gym.Space:
        return self._observations[agent]

    def action_space(self, agent: str) -> gym.Space:
        return self._actions[agent]

    def split(self, observations: np.ndarray) -> dict[str, np.ndarray]:
        """The parts of an observation by name, as views."""
        return observation.split(observations, self.parts)

    def reset(
        self, seed: int | None = None, options: dict | None = None
    ) -> tuple[dict[str, np.ndarray], dict[str, dict]]:
        if seed is None and not self._seeded:
            seed = int(np.random.default_rng().integers(2**32))
        if seed is not None and not 0 <= seed < 2**32:
            raise OpenAdaError("A seed must be a whole number from 0 to 2^32 - 1.")
        kind = RESET_NEXT if seed is None else RESET_SEEDED
        self._server.send_reset(np.array([kind]), np.array([seed or 0], np.uint32))
        answer = self._server.receive()
        self._seeded = True
        self.agents = list(PLAYERS)
        return self._seen(answer), self._infos(answer)

    def step(
        self, actions: dict[str, np.ndarray]
    ) -> tuple[dict[str, np.ndarray], dict[str, float], dict[str, bool], dict[str, bool], dict[str, dict]]:
        if not self.agents:
            raise OpenAdaError("The episode is over; call reset.")
        missing = [name for name in PLAYERS if name not in actions]
        if missing:
            raise OpenAdaError(f"There is no action for {missing[0]}.")
        self._server.send_step(np.stack([np.asarray(actions[name]) for name in PLAYERS])[None])
        answer = self._server.receive()
        ended = bool(answer.events[0] == EVENT_EPISODE)
        # The server has begun the next episode already; an ended one shows nothing.
        seen = {name: np.zeros_like(view) for name, view in self._seen(answer).items()} if ended else self._seen(answer)
        rewards = {name: float(answer.rewards[0, i]) for i, name in enumerate(PLAYERS)}
        if ended:
            self.agents = []
        return seen, rewards, dict.fromkeys(PLAYERS, ended), dict.fromkeys(PLAYERS, False), self._infos(answer)

    def close(self) -> None:
        self._server.close()

    def _seen(self, answer: Answer) -> dict[str, np.ndarray]:
        return {name: answer.observations[0, i] for i, name in enumerate(PLAYERS)}

    def _infos(self, answer: Answer) -> dict[str, dict]:
        info = {"trial": int(answer.trials[0]), "trial_ended": bool(answer.events[0] != EVENT_NONE)}
        return {name: dict(info) for name in PLAYERS}
