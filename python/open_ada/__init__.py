"""The world of open-ada for Python: batches of environments that a Node process plays."""

from .server import EnvironmentServer, OpenAdaError
from .vector_env import OpenAdaVectorEnv

__all__ = ["EnvironmentServer", "OpenAdaError", "OpenAdaVectorEnv"]
