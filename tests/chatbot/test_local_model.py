"""The local model put together from its parts; with small files in the place of the real ones."""

import hashlib
import threading

import pytest

from chatbot.local_model import LocalModelError, prepare_local_model

WHOLE = b"GGUF" + bytes(range(256)) * 50


@pytest.fixture
def parts(tmp_path):
    paths = []
    for number, start in enumerate(range(0, len(WHOLE), 5000)):
        path = tmp_path / f"part{number}.bin"
        path.write_bytes(WHOLE[start : start + 5000])
        paths.append(path)
    return paths


def prepare(target, parts, **options):
    sha256 = hashlib.sha256(WHOLE).hexdigest()
    return prepare_local_model(
        target, parts=parts, **{"size": len(WHOLE), "sha256": sha256, **options}
    )


def test_the_parts_are_joined_in_order(tmp_path, parts):
    target = tmp_path / "cache" / "model.gguf"

    assert prepare(target, parts) == target
    assert target.read_bytes() == WHOLE


def test_once_it_is_there_the_parts_are_not_needed(tmp_path, parts):
    target = tmp_path / "model.gguf"
    prepare(target, parts)
    for part in parts:
        part.unlink()

    assert prepare(target, None) == target


def test_progress_is_told(tmp_path, parts):
    steps = []

    prepare(tmp_path / "m.gguf", parts, on_step=lambda *step: steps.append(step))

    assert steps == [("Sprachmodell", n, len(parts)) for n in range(1, len(parts) + 1)]


def test_a_damaged_part_leaves_nothing_behind(tmp_path, parts):
    parts[1].write_bytes(b"x" * 5000)
    folder = tmp_path / "cache"

    with pytest.raises(LocalModelError, match=r"checksum.*make chat LLM=local"):
        prepare(folder / "m.gguf", parts)
    assert [path.name for path in folder.iterdir() if path.suffix != ".lock"] == []


def test_a_file_cut_short_is_put_together_anew(tmp_path, parts):
    target = tmp_path / "m.gguf"
    target.write_bytes(WHOLE[:100])

    prepare(target, parts)

    assert target.read_bytes() == WHOLE


def test_a_full_disk_is_told_before_anything_is_written(tmp_path, parts):
    folder = tmp_path / "cache"

    with pytest.raises(LocalModelError, match=r"GB free.*make room"):
        prepare(folder / "m.gguf", parts, size=10**18)
    assert not list(folder.glob("*.gguf*"))


def test_missing_packages_are_one_clear_line(tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(LocalModelError, match=r"part 1 of 22.*local-llm"):
        prepare(tmp_path / "m.gguf", None)


def test_several_at_once_make_one_file(tmp_path, parts):
    target = tmp_path / "m.gguf"
    threads = [threading.Thread(target=prepare, args=(target, parts)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert target.read_bytes() == WHOLE
