"""Every file of an index damaged in every way: nothing wrong is served, and the remedy works."""

import random
import subprocess
from contextlib import closing
from dataclasses import replace

import pytest

from index import IndexingError, SearchIndex, check_index, open_for_writing
from index.fake_embedder import FakeEmbedder
from tests.index.conftest import BRIDGE, SCHOOL, ZOO

EDITIONS = [
    [BRIDGE, ZOO, SCHOOL],
    [BRIDGE, replace(ZOO, body="Im Zoo kam ein Nashorn zur Welt. Es wiegt fünfzig Kilogramm.")],
    [BRIDGE, replace(ZOO, body="Im Zoo schlüpfte ein Pinguin aus dem Ei."), SCHOOL],
]
PAGE = 4096
FLIPS = 150
QUESTIONS = ["Rheinbrücke gesperrt", "Wer kam im Zoo zur Welt?", "Pinguin", "Grundschule im Herbst"]


def publish(folder, articles):
    with open_for_writing(folder, FakeEmbedder()) as writer:
        writer.mirror(articles)


def look(folder):
    """All that readers see of an index."""
    with closing(SearchIndex(folder, FakeEmbedder())) as index:
        hits = [index.search(question).hits for question in QUESTIONS]
        found = [[(hit.passage, round(hit.score, 6)) for hit in each] for each in hits]
        return index.articles(), index.list_entries().entries, found


def copy(folder, target):
    """A copy in which files that are linked with each other are so too."""
    subprocess.run(["cp", "-a", folder, target], check=True)
    return target


@pytest.fixture(scope="module")
def history(tmp_path_factory):
    """The same index after each edition; the generations share files, as large ones do."""
    home = tmp_path_factory.mktemp("damage")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.generation._SMALL", 0)
        patch.setattr("index.generation._STALE", 10.0)
        for number, articles in enumerate(EDITIONS):
            publish(home / "index", articles)
            copy(home / "index", home / f"edition-{number}")
    names = {path.relative_to(home / "index" / "generations").parts[1]
             for path in (home / "index" / "generations").rglob("*.npy")}  # fmt: skip
    assert names == {"base", "recent", "living.npy"}
    return [home / f"edition-{number}" for number in range(len(EDITIONS))]


@pytest.fixture(scope="module")
def sound(history):
    return look(history[-1])


def files_of(folder):
    files = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    assert len(files) > 10
    return files


def truncate(path, _):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def zero(path, _):
    path.write_bytes(bytes(path.stat().st_size))


def flip(path, _):
    content = bytearray(path.read_bytes())
    if content:
        content[len(content) // 2] ^= 1
    path.write_bytes(content)


def lose(path, _):
    path.unlink()


def swap(path, older):
    if older is not None:
        path.write_bytes(older.read_bytes())


def older_version(name, history):
    """What stood in the place of a file one edition before, as far as there was such a thing."""
    before = history[-2]
    if name.parts[0] == "generations":
        previous = max((before / "generations").iterdir(), key=lambda path: int(path.name))
        wanted = previous.joinpath(*name.parts[2:])
        alike = sorted(previous.rglob(f"*{name.suffix}"))
        return wanted if wanted.is_file() else next((p for p in alike if p.is_file()), None)
    return before / name if (before / name).is_file() else None


def look_or_refuse(folder):
    """What readers see; None if they are refused with a message that says what to do."""
    try:
        return look(folder)
    except IndexingError as error:
        assert "belegt " in str(error)
        return None


def states(folder):
    return {finding.state for finding in check_index(folder, FakeEmbedder())}


def assert_rebuilding_helps(folder):
    with open_for_writing(folder, FakeEmbedder(), rebuild=True) as writer:
        writer.add(EDITIONS[-1])
    assert look(folder)[0] == EDITIONS[-1]
    assert states(folder) == {"ok"}


def search_files(history):
    return [name for name in files_of(history[-1]) if name.suffix != ".sqlite"]


@pytest.mark.parametrize("damage", [truncate, zero, flip, lose, swap])
def test_no_damaged_search_file_is_served_and_the_doctor_mends_it(history, sound, tmp_path, damage):
    current = (history[-1] / "CURRENT").read_text().split()[0]
    refused = set()
    for number, name in enumerate(search_files(history)):
        folder = copy(history[-1], tmp_path / str(number))
        damage(folder / name, older_version(name, history))
        seen = look_or_refuse(folder)
        if seen is None:
            refused.add(name)
            assert "repaired" in states(folder), name
        else:  # of no use to readers, or what they saw one edition before
            stale = name.name == "CURRENT" and same_texts(seen, look(history[-2]))
            assert stale or seen == sound, name
            assert states(folder) <= {"ok", "repaired"}, name
        assert same_texts(look(folder), sound), name
        assert states(folder) == {"ok"}, name

    needed = {name for name in search_files(history) if name.parts[:2] == ("generations", current)}
    needed -= {name for name in needed if name.suffix == ".lock"}
    if damage is swap:  # what is the same in both editions can't be told apart
        needed = {name for name in needed if differs(name, history)}
    if damage is flip:
        needed = {name for name in needed if name.name != "manifest.json"}
    assert len(needed) > 5
    assert needed <= refused


def differs(name, history):
    older = older_version(name, history)
    return older is not None and older.read_bytes() != (history[-1] / name).read_bytes()


@pytest.mark.parametrize("damage", [truncate, zero, lose])
def test_a_damaged_store_is_refused_and_the_doctor_says_what_to_do(history, tmp_path, damage):
    folder = copy(history[-1], tmp_path / "index")
    damage(folder / "articles.sqlite", None)

    assert look_or_refuse(folder) is None
    (finding,) = check_index(folder, FakeEmbedder())
    assert finding.state == "lost"
    assert "ingest them anew with `belegt ingest PATH" in finding.detail
    assert_rebuilding_helps(folder)


def test_a_store_restored_from_a_backup_is_noticed_by_the_doctor(history, tmp_path):
    folder = copy(history[-1], tmp_path / "index")
    swap(folder / "articles.sqlite", history[-2] / "articles.sqlite")

    look_or_refuse(folder)
    assert states(folder) == {"ok", "repaired"}
    assert same_texts(look(folder), look(history[-2]))
    assert states(folder) == {"ok"}


def test_an_ingest_into_a_store_restored_from_a_backup_shares_nothing(
    history, tmp_path, monkeypatch
):
    monkeypatch.setattr("index.generation._SMALL", 0)
    monkeypatch.setattr("index.generation._STALE", 10.0)
    folder = copy(history[-1], tmp_path / "index")
    swap(folder / "articles.sqlite", history[0] / "articles.sqlite")

    publish(folder, EDITIONS[1])

    assert states(folder) == {"ok"}
    articles, _, found = look(folder)
    assert articles == EDITIONS[1]
    assert "Nashorn" in found[1][0][0].text
    number = (folder / "CURRENT").read_text().split()[0]
    assert not (folder / "generations" / number / "recent").exists()


def test_a_zeroed_page_of_the_store_is_refused_or_noticed(history, sound, tmp_path):
    size = (history[-1] / "articles.sqlite").stat().st_size
    assert size > 10 * PAGE
    for start in range(0, size, PAGE):
        folder = copy(history[-1], tmp_path / str(start))
        with (folder / "articles.sqlite").open("r+b") as file:
            file.seek(start)
            unchanged = file.read(PAGE) == bytes(PAGE)
            file.seek(start)
            file.write(bytes(PAGE))

        seen = look_or_refuse(folder)
        assert seen in (None, sound) or "lost" in states(folder), f"page at {start}"
        assert unchanged or "lost" in states(folder), f"page at {start}"
        assert_rebuilding_helps(folder)


def test_a_flipped_bit_of_the_store_is_refused_noticed_or_without_effect(history, sound, tmp_path):
    whole = (history[-1] / "articles.sqlite").read_bytes()
    chance = random.Random(3)
    for number in range(FLIPS):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        content = bytearray(whole)
        content[place] ^= bit
        folder = copy(history[-1], tmp_path / str(number))
        (folder / "articles.sqlite").write_bytes(content)

        seen = look_or_refuse(folder)
        if seen is None or not same_texts(seen, sound):
            assert states(folder) != {"ok"}, f"bit {bit} at {place}"


def same_texts(seen, sound):
    """Whether articles and passages are the same, whatever became of their order."""
    (articles, entries, found), (sound_articles, sound_entries, sound_found) = seen, sound
    passages = [{passage for passage, _ in each} for each in found]
    return (articles, entries, passages) == (
        sound_articles, sound_entries, [{passage for passage, _ in each} for each in sound_found],
    )  # fmt: skip
