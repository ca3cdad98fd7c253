"""Reader of Markdown files, with or without YAML front matter."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

import yaml

from ingest.article import Article
from ingest.assembling import NOTHING_STATED, StatedFields, assemble_article, read_stated_fields
from ingest.decoding import normalise_text
from ingest.errors import BrokenFrontMatterError
from ingest.identity import identify_file

MAX_SOFT_BREAK_CHARS = 200  # longer lines were not wrapped: each is a paragraph, pasted as it was

_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)(?:(?<=\n)|(?<=\r))(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL,
)
_LINK = r"(?:\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)|\[[^\]\n]*\])"
_BLOCK_RULES = (
    (re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL), ""),
    (re.compile(r"<(script|style)\b[^>]*>.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE), ""),
    (re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6]|blockquote)>", re.IGNORECASE), "\n\n"),
    (re.compile(r"^[ \t]*(?:```|~~~).*$", re.MULTILINE), ""),
    (re.compile(r"^(?=.*\S)(.+)\n=+[ \t]*$", re.MULTILINE), r"# \1"),
    (re.compile(r"^(?=.*\S)(.+)\n-{2,}[ \t]*$", re.MULTILINE), r"## \1"),
    (re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*\[(?!\^)[^\]\n]+\]:[ \t]+\S.*$", re.MULTILINE), ""),  # link definitions
    (re.compile(r"^[ \t]*+(?:\|[ \t]*+)?:?-{2,}:?[ \t]*(?:\|[ \t:-]*)*$", re.MULTILINE), ""),
    (re.compile(r"^(?:[ \t]*>)+[ \t]?", re.MULTILINE), ""),
    (re.compile(r"^[ \t]*[-*+•][ \t]+(?:\[[ xX]\][ \t]+)?", re.MULTILINE), "\n"),
    (re.compile(r"(?<=[.!?:;])\n(?=[ \t]*\d{1,3}[.)]\s)"), "\n\n"),  # items keep their numbers
)
_INLINE_RULES = (
    (re.compile(rf"!\[[^\]\n]{{0,500}}\]{_LINK}"), ""),
    (re.compile(rf"\[([^\[\]\n]*)\]{_LINK}"), r"\1"),
    (re.compile(r"\[\^[^\]\n]{1,20}\]:?"), ""),  # footnote marks
    (re.compile(r"<(https?://[^<>\s]+)>"), r"\1"),
    (re.compile(r"</?[A-Za-z][^<>\n]*>"), ""),
    (re.compile(r"`+([^`\n]*)`+"), r"\1"),
    (re.compile(r"~~([^~\n]+)~~"), r"\1"),
    (re.compile(r"(\*{1,3})(?=\S)([^*\n]*?\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_\n]*?\S)\1(?!\w)"), r"\2"),
)
_HEADING = re.compile(r"^ {0,3}(?P<level>#{1,6})[ \t]+(?P<text>.*)$", re.MULTILINE)
_TABLE_ROW = re.compile(r"^[ \t]*\|(?P<cells>.*)\|[ \t]*$", re.MULTILINE)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_SOFT_BREAK = re.compile(r"(?<=\S)[ \t]?\n[ \t]*(?=[^\s#|])")


def read_markdown(text: str, *, origin: Path, stated: StatedFields = NOTHING_STATED) -> Article:
    """Read an article from Markdown.

    Args:
        text: The whole file. Front matter may state `id, title, source` (or `outlet`), `author`
            (or `authors`), `published` (or `date`), `modified`, `section`, `url` and `language`.
        origin: The file; its name is the title if nothing states one, its path gives the id.
        stated: What a sidecar states about it; front matter wins.

    Returns:
        The article; a heading `# …` is its title if the front matter has none.

    Raises:
        BrokenFrontMatterError: If the front matter is no YAML.
        InvalidFieldError: If a field of it has a value that cannot be used.
        EmptyArticleError: If there is no article text.
    """
    record, content = split_front_matter(text)
    stated = read_stated_fields(record, origin="front matter").or_else(stated)
    heading, plain = strip_markdown(content)
    if not stated.title and heading:
        title = " ".join(normalise_text(heading).split())
        stated = StatedFields(title=title, origins={"title": "top heading"}).or_else(stated)
    return assemble_article(
        plain, stated, fallback_id=identify_file(origin), fallback_title=origin.stem
    )


def split_front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """Return what the YAML block at the beginning states, and the text after it.

    Args:
        text: The whole file.

    Returns:
        An empty mapping and the whole text if there is no such block.

    Raises:
        BrokenFrontMatterError: If the block is no YAML.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        return {}, text
    try:
        record = yaml.safe_load(match["yaml"])
    except yaml.MarkedYAMLError as error:
        place = f"line {error.problem_mark.line + 2}" if error.problem_mark else "unknown line"
        raise BrokenFrontMatterError(f"{place}: {error.problem}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BrokenFrontMatterError(str(error).partition("\n")[0]) from error
    if record is None:
        return {}, text[match.end() :]
    if not isinstance(record, dict):
        return {}, text  # two horizontal rules with text between them
    return record, text[match.end() :]


def strip_markdown(text: str) -> tuple[str, str]:
    """Return the first top heading of a Markdown text, and its words without markup.

    Paragraphs, headings and list items are separated by blank lines; images are dropped, links
    leave their text.

    Args:
        text: Markdown without front matter.

    Returns:
        The heading ("" if there is none; it stays in the text too), and the plain text.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _ESCAPE.sub(lambda match: f"&#{ord(match[1])};", text)  # safe from the rules below
    for pattern, replacement in _BLOCK_RULES:
        text = pattern.sub(replacement, text)
    text = _TABLE_ROW.sub(lambda row: "\n" + row["cells"].replace("|", " – ").strip() + "\n", text)
    text = _HEADING.sub(lambda match: f"\n{match[0].strip()}\n", text)
    text = "\n\n".join(map(_join_soft_breaks, re.split(r"\n\s*\n", text)))
    for pattern, replacement in _INLINE_RULES:
        text = pattern.sub(replacement, text)
    headings = [match for match in _HEADING.finditer(text) if match["level"] == "#"]
    title = _read_heading(headings[0]) if headings else ""
    text = _HEADING.sub(_read_heading, text)
    return unescape(title), unescape(text)


def _join_soft_breaks(block: str) -> str:
    """Join the lines of a paragraph; a break beside a very long line is a paragraph's end."""
    if max(map(len, block.split("\n"))) > MAX_SOFT_BREAK_CHARS:
        return block
    return _SOFT_BREAK.sub(" ", block)


def _read_heading(match: re.Match[str]) -> str:
    return match["text"].strip().rstrip("#").rstrip()
