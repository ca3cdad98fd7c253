"""Data flows one way; each heavy library has one or two doors."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ORDER = ["ingest", "index", "chatbot", "evaluation", "benchmarks"]
DOORS = {
    "faiss": {"index/dense.py", "benchmarks/faiss_kinds.py"},
    "tantivy": {"index/lexical.py"},
    "sentence_transformers": {"index/embedding.py", "index/reranking.py", "benchmarks/encode.py"},
    "onnxruntime": {
        "index/embedding.py",
        "index/encoder_graph.py",
        "chatbot/reader/reading.py",
    },
    "sqlite3": {
        "index/schema.py",
        "index/sqlite_errors.py",
        "index/store.py",
        "index/text_notes.py",
        "index/opening.py",
    },
    "datasketch": {"ingest/near_duplicates.py"},
    "watchfiles": {"chatbot/watching.py"},
    "trafilatura": {"ingest/html.py"},
    "htmldate": {"ingest/page_metadata.py"},
    "pypdf": {"ingest/pdf.py"},
    "striprtf": {"ingest/rtf.py"},
    "ftfy": {"ingest/mending.py"},
    "feedparser": {"ingest/feeds.py"},
    "langchain": {
        "chatbot/chat_model.py",
        "chatbot/langchain.py",
        "evaluation/judge/llm_judge.py",
    },
    "langchain_core": {
        "index/langchain.py",
        "chatbot/chat_model.py",
        "chatbot/langchain.py",
        "chatbot/local_chat_model.py",
        "evaluation/judge/llm_judge.py",
    },
    "mcp": {"chatbot/mcp/server.py"},
    "mcp_types": {"chatbot/mcp/server.py"},
    "xllamacpp": {"chatbot/local_chat_model.py"},
    "pandas": {"evaluation/reports/frame.py", "evaluation/reports/report.py"},
}
ODD_NAMES = {"utils", "common", "core", "helpers"}


def modules():
    for folder in ORDER:
        yield from sorted((ROOT / folder).rglob("*.py"))
    yield ROOT / "app.py"


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def imports_of(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("path", [*modules()], ids=name_of)
def test_imports_go_with_the_data(path):
    folder = name_of(path).split("/")[0]
    later = {*ORDER[ORDER.index(folder) + 1 :], "app"} if folder in ORDER else {"evaluation"}

    assert later.isdisjoint(imports_of(path))


@pytest.mark.parametrize("path", [*modules()], ids=name_of)
def test_libraries_come_in_by_their_own_doors(path):
    for library in set(imports_of(path)) & set(DOORS):
        assert name_of(path) in DOORS[library], f"{library} is imported in {name_of(path)}"


def test_gradio_stays_in_the_page():
    users = {name_of(path) for path in modules() if "gradio" in set(imports_of(path))}

    assert users
    assert all(name.startswith("chatbot/ui/") or name == "chatbot/http.py" for name in users)


def test_nothing_unpickles():
    for path in modules():
        source = path.read_text(encoding="utf-8")
        assert {"pickle", "joblib", "dill", "shelve"}.isdisjoint(imports_of(path)), name_of(path)
        assert "allow_pickle=True" not in source
        assert "trust_remote_code=True" not in source


def test_no_room_has_a_name_that_says_nothing():
    assert ODD_NAMES.isdisjoint(path.stem for path in modules())


def test_app_stays_small():
    assert len((ROOT / "app.py").read_text(encoding="utf-8").splitlines()) < 100
