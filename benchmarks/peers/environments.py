"""An environment for each library, with pinned versions, made once in `data/peers`."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path("data/peers")
_PINNED = ("torch==2.13.0", "transformers==5.23.0", "numpy==2.4.6")  # as in constraints.txt


@dataclass(frozen=True, slots=True)
class Peer:
    """One of those compared.

    Attributes:
        name: As the table calls it.
        recipe: Its script beside this module.
        packages: What its environment holds, with versions; none for Belegt, which is here.
        versions: What the table says of its version.
    """

    name: str
    recipe: str
    packages: tuple[str, ...] = ()
    versions: str = ""


PEERS = (
    Peer(
        "LangChain",
        "langchain_recipe.py",
        (
            "langchain-community==0.4.2", "langchain-core==1.7.2", "langchain-huggingface==1.2.3",
            "langchain-text-splitters==1.1.3", "sentence-transformers==6.2.0",
            "faiss-cpu==1.15.1",
        ),
        "langchain-core 1.7.2, langchain-community 0.4.2",
    ),
    Peer(
        "LlamaIndex",
        "llamaindex_recipe.py",
        (
            "llama-index-core==0.14.25", "llama-index-embeddings-huggingface==0.8.0",
            "sentence-transformers==6.2.0",
        ),
        "llama-index-core 0.14.25",
    ),
    Peer(
        "txtai", "txtai_recipe.py",
        ("txtai==9.14.0", "chonkie==1.7.0", "faiss-cpu==1.15.1"), "9.14.0",
    ),
    Peer("Belegt", "belegt_recipe.py", versions="this one"),
)  # fmt: skip


def prepare_environment(peer: Peer) -> Path:
    """Make a peer's environment, unless it is there already.

    Returns:
        Its Python; this one if the peer needs no packages.
    """
    if not peer.packages:
        return Path(sys.executable)
    packages = [*peer.packages, *_PINNED]
    folder = FOLDER / peer.recipe.removesuffix("_recipe.py")
    python = folder.absolute() / "bin" / "python"
    note = folder / "installed.txt"
    wanted = "\n".join(packages)
    if note.is_file() and note.read_text(encoding="utf-8") == wanted:
        return python
    print(f"installing {peer.name} into {folder} …", flush=True)
    pip = [python, "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        subprocess.run([*pip, *packages], check=True)
    except subprocess.CalledProcessError as error:
        sys.exit(f"{peer.name} can't be installed ({error}); see above, then try again")
    note.write_text(wanted, encoding="utf-8")
    return python
