"""Belegt beside LangChain, LlamaIndex and txtai. `python -m benchmarks peers`, half an hour.

Each has an environment and a process of its own, and the same articles, questions, embedding
weights and threads. The recipes run there, so they import `measuring` and their library only.
"""

from benchmarks.peers.comparing import run

__all__ = ["run"]
