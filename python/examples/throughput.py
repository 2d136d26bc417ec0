"""Measures how many steps a second the environments play for Python.

python python/examples/throughput.py [--num-envs 32] [--workers 1] [--family hold] [--steps 2000]

Prints two figures. The first is by the clock, and falls with everything else that runs on the machine (see the load).
The second is per second of processor time of Python and Node together: what one idle core would do.
"""

import argparse
import os
import time

import numpy as np

from open_ada import OpenAdaVectorEnv


def processor_seconds(pids: list[int]) -> float | None:
    """Processor time of some processes; None where the system does not tell (only Linux does, in /proc)."""
    try:
        ticks = 0
        for pid in pids:
            with open(f"/proc/{pid}/stat") as file:
                fields = file.read().rsplit(")", 1)[1].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")
    except OSError:
        return None


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--num-envs", type=int, default=32)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--family", default="hold")
    parser.add_argument("--steps", type=int, default=2000)
    given = parser.parse_args()
    envs = OpenAdaVectorEnv(given.num_envs, family=given.family, trials=3, workers=given.workers)
    envs.reset(seed=0)
    random = np.random.default_rng(0)
    shape = envs.action_space.shape
    actions = [random.integers(0, envs.single_action_space.nvec, shape) for _ in range(64)]
    for step in range(200):
        envs.step(actions[step % 64])
    pids = [os.getpid(), *envs.process_ids]
    before, start = processor_seconds(pids), time.perf_counter()
    for step in range(given.steps):
        envs.step(actions[step % 64])
    seconds, after = time.perf_counter() - start, processor_seconds(pids)
    envs.close()
    count = given.steps * given.num_envs
    print(f"{count / seconds:,.0f} steps/s by the clock, {given.num_envs} environments, load {os.getloadavg()[0]:.1f}")
    if before is not None and after is not None:
        print(f"{count / (after - before):,.0f} steps per second of processor time")


if __name__ == "__main__":
    main()
