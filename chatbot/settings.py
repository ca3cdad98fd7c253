"""All settings, from the environment (`BELEGT_...`) and `belegt.toml`; arguments win over both."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings.exceptions import SettingsError as UnreadableSettingsError

from chatbot.errors import ChatError
from chatbot.server.access import Access
from chatbot.server.limits import Limits
from index import DENSE_WEIGHT, Embedder, OnStep, Reranker, load_embedder, load_reranker
from index.reranking import DEPTH

SHORTEST_PASSWORD = 8  # characters; five wrong ones a minute may be tried
SHORTEST_TOKEN = 24  # characters; too many to be guessed at any speed
LOCAL_MODEL = "local"  # the value of `llm` for the model that runs on this machine


class SettingsError(ChatError):
    """The environment or `belegt.toml` holds something that can't be used."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"{problem}; mend the variable BELEGT_... or the line in belegt.toml")


class Settings(BaseSettings):
    """What can be set; `index_dir` is the environment variable `BELEGT_INDEX_DIR`, and so on.

    Attributes:
        index_dir: Folder of the index.
        embedding_model: Folder or name of a sentence-transformers model; the built-in one if empty.
        allow_download: Whether a model that is not on this machine may be fetched from its hub.
        dense_weight: Share of the vectors in a passage's score, 0 to 1; the rest is BM25's.
        reranker: Folder or name of a sentence-transformers CrossEncoder that puts the best hits in
            order anew; none if empty.
        reranker_depth: How many hits of each search it reads.
        reader: Whether the evidence reader reads the passages with the question; without it answers
            come sooner and point at the wrong sentence more often.
        llm: Chat model that phrases answers: "local", or as LangChain names it, such as
            "openai:gpt-4.1-mini" or "ollama:qwen3"; empty quotes the sources instead.
        llm_base_url: Address of the model's server; the provider's own if empty.
        llm_api_key: Key for it; the provider's environment variable if empty.
        llm_timeout: Seconds that a whole reply may take.
        unsupported: "mark" marks generated sentences that the evidence does not support, "replace"
            puts quotes from the sources in the place of an answer that has such sentences.
        llm_at_once: Answers that the language model phrases at the same time; when it has more to
            do, answers quote the sources and say why.
        allow_editing: Whether articles can be added, removed and mended in the browser chat.
        host: Address the browser chat listens on; others than this computer's own need a password
            or a token.
        port: Port the browser chat listens on.
        password: Opens the page to people.
        token: Opens everything to programs, as `Authorization: Bearer`.
        allowed_hosts: Names that the chat answers under besides localhost, separated by commas.
        trusted_proxies: Addresses of proxies whose X-Forwarded headers are believed.
        max_body, max_question, max_history, at_once, waiting, per_minute, conversations: See
            `Limits`; `at_once` 0 means as many as there are cores.
    """

    model_config = SettingsConfigDict(
        env_prefix="BELEGT_", toml_file="belegt.toml", extra="forbid", env_ignore_empty=True
    )

    index_dir: Path = Path("data/index")
    embedding_model: str = ""
    allow_download: bool = False
    dense_weight: float = Field(default=DENSE_WEIGHT, ge=0, le=1)
    reranker: str = ""
    reranker_depth: int = Field(default=DEPTH, ge=2, le=200)
    reader: bool = True
    llm: str = ""
    llm_base_url: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_timeout: float = Field(default=60, gt=0, le=3600)
    unsupported: Literal["mark", "replace"] = "mark"
    allow_editing: bool = False
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    llm_at_once: int = Field(default=4, ge=1, le=64)
    password: SecretStr = SecretStr("")
    token: SecretStr = SecretStr("")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    max_body: int = Field(default=1024 * 1024, ge=4096, le=64 * 1024 * 1024)
    max_question: int = Field(default=2000, ge=20, le=2000)
    max_history: int = Field(default=20, ge=0, le=100)
    at_once: int = Field(default=0, ge=0, le=256)
    waiting: int = Field(default=64, ge=0, le=10_000)
    per_minute: int = Field(default=120, ge=0)
    conversations: int = Field(default=500, ge=1, le=100_000)

    @field_validator("allowed_hosts", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, given: object) -> object:
        """Names separated by commas, as an environment variable holds them."""
        if isinstance(given, str):
            return tuple(name.strip() for name in given.split(",") if name.strip())
        return given

    @field_validator("password", "token")
    @classmethod
    def _refuse_short(cls, given: SecretStr, info: ValidationInfo) -> SecretStr:
        least = SHORTEST_PASSWORD if info.field_name == "password" else SHORTEST_TOKEN
        if 0 < len(given.get_secret_value()) < least:
            raise ValueError(f"it has fewer than {least} characters")
        return given

    def limits(self) -> Limits:
        """How much the chat takes on."""
        limits = Limits(
            body=self.max_body, question=self.max_question, history=self.max_history,
            writing=self.llm_at_once, waiting=self.waiting, per_minute=self.per_minute,
            conversations=self.conversations,
        )  # fmt: skip
        return replace(limits, at_once=self.at_once) if self.at_once else limits

    def access(self, host: str) -> Access:
        """What the chat asks for, and the names it answers under.

        Args:
            host: Address it listens on.
        """
        return Access(
            self.password.get_secret_value(),
            self.token.get_secret_value(),
            self.allowed_hosts,
            self.trusted_proxies,
            host,
        )

    def load_embedder(self, *, on_step: OnStep | None = None) -> Embedder:
        """Load the embedding model that is set; see `index.load_embedder`."""
        return load_embedder(
            self.embedding_model, allow_download=self.allow_download, on_step=on_step
        )

    def load_reranker(self) -> Reranker | None:
        """Load the reranker that is set, if any; see `index.load_reranker`."""
        if not self.reranker:
            return None
        return load_reranker(self.reranker, allow_download=self.allow_download)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then the file."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def read_settings() -> Settings:
    """Read the settings.

    Raises:
        SettingsError: Naming the first setting that can't be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise SettingsError(f"the setting {name!r} can't be used: {first['msg']}") from error
    except (UnreadableSettingsError, ValueError) as error:
        raise SettingsError(f"the settings can't be read: {error}") from error
