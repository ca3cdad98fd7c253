"""Articles in: readers, clean-up, metadata, sentences and passages."""

from ingest.article import Article, Copy, Origin, PageStart, Passage, Span
from ingest.cleaning import clean_article_text
from ingest.collecting import UPLOADS, OnRead, read_collection, read_uploads
from ingest.credit_lines import AGENCIES
from ingest.decoding import decode_text, normalise_text
from ingest.detecting import detect_format
from ingest.edits import (
    EDITABLE,
    Edit,
    apply_edits,
    expand_fields,
    read_edited_fields,
    undo_edits,
)
from ingest.errors import (
    BrokenFrontMatterError,
    BrokenSidecarError,
    EmptyArticleError,
    EmptyCollectionError,
    IngestError,
    InvalidFieldError,
    MissingPathError,
    UnreadableFileError,
    WebAddressError,
)
from ingest.folders import SkippedFile, list_article_files
from ingest.formats import read_document
from ingest.headings import find_headings, is_heading
from ingest.identity import identify_file, identify_record
from ingest.jsonl import BrokenLine, read_jsonl
from ingest.language import detect_language
from ingest.markdown import read_markdown
from ingest.metadata import NAME_OF_FILE, Found, Metadata, find_metadata
from ingest.near_duplicates import (
    Likeness,
    choose_leaders,
    compare,
    find_bands,
    find_shingles,
    hash_words,
    is_alike,
    is_exact_copy,
)
from ingest.passages import LEAD_CHARS, find_context, find_sentences, split_passages
from ingest.plain_text import read_plain_text
from ingest.sentences import split_sentences
from ingest.sidecars import find_sidecars
from ingest.web import is_web_address, read_addresses

__all__ = [
    "AGENCIES",
    "EDITABLE",
    "LEAD_CHARS",
    "NAME_OF_FILE",
    "UPLOADS",
    "Article",
    "BrokenFrontMatterError",
    "BrokenLine",
    "BrokenSidecarError",
    "Copy",
    "Edit",
    "EmptyArticleError",
    "EmptyCollectionError",
    "Found",
    "IngestError",
    "InvalidFieldError",
    "Likeness",
    "Metadata",
    "MissingPathError",
    "OnRead",
    "Origin",
    "PageStart",
    "Passage",
    "SkippedFile",
    "Span",
    "UnreadableFileError",
    "WebAddressError",
    "apply_edits",
    "choose_leaders",
    "clean_article_text",
    "compare",
    "decode_text",
    "detect_format",
    "detect_language",
    "expand_fields",
    "find_bands",
    "find_context",
    "find_headings",
    "find_metadata",
    "find_sentences",
    "find_shingles",
    "find_sidecars",
    "hash_words",
    "identify_file",
    "identify_record",
    "is_alike",
    "is_exact_copy",
    "is_heading",
    "is_web_address",
    "list_article_files",
    "normalise_text",
    "read_addresses",
    "read_collection",
    "read_document",
    "read_edited_fields",
    "read_jsonl",
    "read_markdown",
    "read_plain_text",
    "read_uploads",
    "split_passages",
    "split_sentences",
    "undo_edits",
]
