"""The local language model as a LangChain chat model, run by llama.cpp within this process."""

import atexit
import json
import queue
import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.language_models.chat_models import generate_from_stream
from langchain_core.messages import AIMessageChunk, BaseMessage, convert_to_openai_messages
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from chatbot.local_model import LocalModelError, prepare_local_model
from index import OnStep
from index.cores import count_cores

CONTEXT = 4096  # tokens; a prompt has about 900
MAX_TOKENS = 160  # of a reply; three sentences take about 100


class LocalReplyError(Exception):
    """llama.cpp refused a prompt."""


class LocalChatModel(BaseChatModel):
    """A GGUF model that llama.cpp runs in this process.

    Args:
        file: The model.
        max_tokens: Of a reply.
        threads: Processor threads; all that this process may use if 0.
    """

    file: Path
    max_tokens: int = MAX_TOKENS
    threads: int = 0

    _engine: Any = PrivateAttr(default=None)
    _lock: Any = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "belegt-local"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"file": self.file.name}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> ChatResult:
        return generate_from_stream(self._stream(messages, stop, run_manager, **kwargs))

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> Iterator[ChatGenerationChunk]:
        request: dict[str, Any] = {
            "messages": convert_to_openai_messages(messages),
            "stream": True,
            "temperature": 0,
            "max_tokens": kwargs.get("max_tokens", self.max_tokens),
            "cache_prompt": True,
        }
        if stop:
            request["stop"] = stop
        for text in self._run(request):
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=text))
            if run_manager:
                run_manager.on_llm_new_token(text, chunk=chunk)
            yield chunk

    def _run(self, request: dict[str, Any]) -> Iterator[str]:
        """The reply piece by piece; llama.cpp stops as soon as nobody reads on."""
        engine = self._start()
        pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
        stopped = threading.Event()

        def take(chunk: Any) -> bool:  # noqa: ANN401 - a dict or JSON text
            for each in _as_list(chunk):
                if "error" in each:
                    pieces.put(LocalReplyError(str(each["error"].get("message", each["error"]))))
                for choice in each.get("choices", ()):
                    pieces.put(choice.get("delta", {}).get("content") or "")
            return stopped.is_set()

        def work() -> None:
            try:
                engine.handle_chat_completions(request, take)
                pieces.put(None)
            except Exception as error:
                pieces.put(error)

        threading.Thread(target=work, daemon=True).start()
        try:
            while (piece := pieces.get()) is not None:
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            stopped.set()

    def _start(self) -> Any:  # noqa: ANN401 - xllamacpp has no types
        """llama.cpp with the model loaded, once."""
        with self._lock:
            if self._engine is None:
                self._engine = _load(self.file, self.threads or count_cores())
            return self._engine


def open_local_chat_model(*, on_step: OnStep | None = None) -> LocalChatModel:
    """The local model; it is loaded when it is first asked.

    Raises:
        LocalModelError: If it or llama.cpp is not installed.
    """
    try:
        import xllamacpp  # noqa: F401
    except ImportError as error:
        raise LocalModelError(
            reason=f"llama.cpp is not installed ({error})",
            remedy="run `make chat LLM=local`, or `pip install 'belegt[local-llm]'`",
        ) from error
    return LocalChatModel(file=prepare_local_model(on_step=on_step))


def _load(file: Path, threads: int) -> Any:  # noqa: ANN401 - xllamacpp has no types
    import xllamacpp

    # llama.cpp opens a server whether it is wanted or not. It gets no port but a socket that only
    # this user can reach, and a key that nobody knows.
    folder = Path(tempfile.mkdtemp(prefix="belegt-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.hostnames = [str(folder / "llama.sock")]
    params.api_keys = [secrets.token_hex(16)]
    params.endpoint_slots = False
    params.endpoint_props = False
    params.ui = False
    params.offline = True
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.n_gpu_layers = 0
    params.cache_ram_mib = 256
    params.warmup = False
    params.verbosity = -1
    params.cpuparams.n_threads = threads
    params.cpuparams_batch.n_threads = threads
    try:
        return xllamacpp.Server(params)
    except Exception as error:
        raise LocalModelError(
            reason=f"llama.cpp can't load it ({error})",
            remedy=f"delete {file} so that it is put together anew",
        ) from error


def _as_list(chunk: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a dict, a list or JSON text
    if isinstance(chunk, str | bytes):
        chunk = json.loads(chunk)
    return chunk if isinstance(chunk, list) else [chunk]
