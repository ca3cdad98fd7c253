"""A disk that is full at any write, or that can't be written at all: real, small file systems."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "tests.index.disk_rounds"
REASONS = ["No space left on device", "database or disk is full", "disk I/O error"]
HERE = [sys.executable, "-m", SCRIPT]
APART = ["unshare", "--mount", "--user", "--map-root-user", *HERE]


def run(name, folder):
    """Run a round where file systems can be mounted, here or in a namespace of its own."""
    for command in (APART, HERE):
        try:
            probe = subprocess.run([*command, "probe", str(folder)], cwd=ROOT, check=False,
                                   capture_output=True)  # fmt: skip
        except FileNotFoundError:  # there is no `unshare`
            continue
        if probe.returncode == 0:
            result = subprocess.run(
                [*command, name, str(folder)], cwd=ROOT, capture_output=True, text=True,
                check=False, env={**os.environ, "PYTHONWARNINGS": "error"},
            )  # fmt: skip
            assert result.returncode == 0, result.stderr
            return json.loads(result.stdout)
    pytest.skip("this process may not mount a file system, nor in a namespace of its own")


def test_whatever_does_not_fit_on_the_disk_is_told_and_goes_on_once_there_is_room(tmp_path):
    rounds = run("full", tmp_path)

    assert [told["wrong"] for told in rounds if told["wrong"]] == []
    failed = [told for told in rounds if told["failed"]]
    assert len(failed) >= 30  # sizes at which the disk was full, each at another write
    assert not rounds[-1]["failed"]
    assert len({told["published"] for told in failed}) > 1  # some changes fitted, some did not
    assert any(told.get("asked") for told in failed)
    for told in failed:
        assert "can't be written" in told["failed"], told
        assert any(reason in told["failed"] for reason in REASONS), told
        assert "Make room" in told["failed"], told


def test_an_index_on_a_read_only_disk_answers_and_says_why_it_does_not_change(tmp_path):
    told = run("read_only", tmp_path)

    assert told == {
        "closed": {"asked": "zoo", "refused": ["add", "edit", "remove", "check"]},
        "killed": {"asked": "zoo", "refused": ["add", "edit", "remove", "check"]},
    }
