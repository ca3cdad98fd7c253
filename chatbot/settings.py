"""All settings, from the environment (`BELEGT_...`) and `belegt.toml`; arguments win over both."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from pydantic_settings.exceptions import SettingsError as UnreadableSettingsError

from chatbot.errors import ChatError
from index import DENSE_WEIGHT, Embedder, OnStep, load_embedder

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
        reader: Whether the evidence reader reads the passages with the question; without it answers
            come sooner and point at the wrong sentence more often.
        llm: Chat model that phrases answers: "local", or as LangChain names it, such as
            "openai:gpt-4.1-mini" or "ollama:qwen3"; empty quotes the sources instead.
        llm_base_url: Address of the model's server; the provider's own if empty.
        llm_api_key: Key for it; the provider's environment variable if empty.
        llm_timeout: Seconds that a whole reply may take.
        unsupported: "mark" marks generated sentences that the evidence does not support, "replace"
            puts quotes from the sources in the place of an answer that has such sentences.
        host: Address the browser chat listens on.
        port: Port the browser chat listens on.
    """

    model_config = SettingsConfigDict(
        env_prefix="BELEGT_", toml_file="belegt.toml", extra="forbid", env_ignore_empty=True
    )

    index_dir: Path = Path("data/index")
    embedding_model: str = ""
    allow_download: bool = False
    dense_weight: float = Field(default=DENSE_WEIGHT, ge=0, le=1)
    reader: bool = True
    llm: str = ""
    llm_base_url: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_timeout: float = Field(default=60, gt=0, le=3600)
    unsupported: Literal["mark", "replace"] = "mark"
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)

    def load_embedder(self, *, on_step: OnStep | None = None) -> Embedder:
        """Load the embedding model that is set; see `index.load_embedder`."""
        return load_embedder(
            self.embedding_model, allow_download=self.allow_download, on_step=on_step
        )

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
