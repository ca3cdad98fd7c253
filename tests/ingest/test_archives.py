import io
import stat
import zipfile
from pathlib import Path

import pytest

from ingest import archives
from ingest.archives import read_archive
from ingest.article import Article
from ingest.assembling import NOTHING_STATED
from ingest.errors import UnreadableFileError

TEXT = "Merz zögert noch. Er wartet."


def pack(members, compression=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def read(data):
    items = [
        item
        for _, item in read_archive(data, origin=Path("pack.zip"), stated=NOTHING_STATED)
    ]  # fmt: skip
    good = [item.body for item in items if isinstance(item, Article)]
    bad = [(str(item.path), item.reason) for item in items if not isinstance(item, Article)]
    return good, bad


def test_members_of_all_formats_are_read_as_if_they_lay_in_a_folder():
    good, bad = read(pack({
        "a.txt": TEXT, "sub/b.md": "# Titel\n\nEr schweigt.", "c.jsonl": '{"text": "Ja."}\n' * 1,
        ".versteckt.txt": TEXT, "__MACOSX/a.txt": TEXT, "bild.png": b"\x89PNG", "leer/": b"",
    }))  # fmt: skip

    assert good == [TEXT, "Er schweigt.", "Ja."]
    assert bad == []


def test_a_bad_member_does_not_stop_the_others_and_is_named():
    good, bad = read(pack({"a.txt": b"a\x00b", "b.txt": TEXT}))

    assert good == [TEXT]
    assert bad[0][0] == "pack.zip/a.txt"


@pytest.mark.parametrize("name", ["../../a.txt", "/etc/a.txt", "x/../../a.txt", "C:/a.txt"])
def test_a_name_that_leads_out_of_the_archive_is_refused(name):
    good, [(place, reason)] = read(pack({name: TEXT, "gut.txt": TEXT}))

    assert good == [TEXT]
    assert place.startswith("pack.zip/")
    assert ".." not in place
    assert "leads out of the archive" in reason


def test_a_link_in_an_archive_is_refused():
    link = zipfile.ZipInfo("a.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert "it is a link" in read(buffer.getvalue())[1][0][1]


def test_a_zip_bomb_is_not_unpacked():
    good, [(place, reason)] = read(pack({"bombe.txt": b"0" * 50_000_000, "gut.txt": TEXT}))

    assert (good, place) == ([TEXT], "pack.zip/bombe.txt")
    assert "larger than" in reason


def test_all_members_together_have_a_limit(monkeypatch):
    monkeypatch.setattr(archives, "MAX_TOTAL_BYTES", 60)
    good, bad = read(pack({"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT}))

    assert len(good) == 2  # of 29 bytes each
    assert len(bad) == 1


def test_an_archive_in_an_archive_is_read_and_one_deeper_is_not():
    deep = pack({"tief.txt": "Tief unten."})
    inner = pack({"innen.txt": "Innen drin.", "tief.zip": deep})
    good, [(place, reason)] = read(pack({"innen.zip": inner}))

    assert good == ["Innen drin."]
    assert place == "pack.zip/innen.zip/tief.zip"
    assert "unpack the outer one" in reason


def test_too_many_members_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)

    with pytest.raises(UnreadableFileError, match="more than 2 files"):
        read(pack({f"{n}.txt": TEXT for n in range(3)}))


@pytest.mark.parametrize("cut", [30, 100, 150])
def test_a_damaged_archive_is_refused(cut):
    with pytest.raises(UnreadableFileError, match="the archive is damaged"):
        read(pack({"a.txt": TEXT * 20, "b.txt": TEXT})[:cut])


def test_a_damaged_member_is_reported():
    data = pack({"a.txt": TEXT, "b.txt": TEXT}, zipfile.ZIP_STORED)
    good, bad = read(data.replace("zögert".encode(), "ZÖGERT".encode(), 1))

    assert len(good) == 1
    assert "it is damaged" in bad[0][1]


def test_an_archive_without_articles_is_refused():
    with pytest.raises(UnreadableFileError, match="holds no articles"):
        read(pack({"bild.png": b"\x89PNG"}))


def test_an_umlaut_in_a_name_is_shown():
    assert read(pack({"Brücke.txt": b"\x00"}))[1][0][0] == "pack.zip/Brücke.txt"
