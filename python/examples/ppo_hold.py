"""Stable-Baselines3's PPO learns the family `hold`: in each episode, hold the object that the goal names.

python python/examples/ppo_hold.py [--steps 200000] [--seed 0]

Prints the mean reward of a random policy and of the trained one, per step, on tasks that it did not train on.
"""

import argparse

import numpy as np
import torch
from stable_baselines3 import PPO

from open_ada import OpenAdaVectorEnv
from open_ada.stable_baselines import StableBaselinesVecEnv

# More threads only wait for each other in a network of this size.
torch.set_num_threads(1)


def environments(count: int, seed: int) -> StableBaselinesVecEnv:
    envs = StableBaselinesVecEnv(OpenAdaVectorEnv(count, family="hold"))
    envs.seed(seed)
    return envs


def score(envs: StableBaselinesVecEnv, choose, episodes: int) -> float:
    """Mean reward of a step over some episodes of each environment."""
    observations = envs.reset()
    rewards = []
    ended = 0
    while ended < episodes * envs.num_envs:
        observations, reward, done, _ = envs.step(choose(observations))
        rewards.append(reward)
        ended += int(done.sum())
    return float(np.mean(rewards))


def learn(steps: int, seed: int, verbose: int = 0) -> tuple[float, float]:
    """Mean rewards of a step: of random actions, and of what PPO has learned."""
    training = environments(32, seed)
    model = PPO(
        "MlpPolicy",
        training,
        n_steps=80,
        batch_size=640,
        n_epochs=4,
        learning_rate=7e-4,
        gamma=0.97,
        ent_coef=0.01,
        policy_kwargs={"net_arch": [128, 128]},
        seed=seed,
        verbose=verbose,
        device="cpu",
    )
    try:
        model.learn(steps)
    finally:
        training.close()
    unseen = environments(32, seed + 1_000_000)
    try:
        space = unseen.envs.action_space
        space.seed(seed)
        random = score(unseen, lambda _: space.sample(), 10)
        unseen.seed(seed + 1_000_000)
        learned = score(unseen, lambda observations: model.predict(observations)[0], 10)
    finally:
        unseen.close()
    return random, learned


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    random, learned = learn(given.steps, given.seed, verbose=1)
    print(f"mean reward of a step: random {random:.3f}, learned {learned:.3f}")
