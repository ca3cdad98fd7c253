"""Damage that a text took on its way: wrong encodings, ligatures, words divided by soft hyphens."""

import re

# What UTF-8 read as cp1252 looks like: "fÃ¼r", "â€ž", "Â§", and twice so: "fÃƒÂ¼r". Ä and Å would
# betray "Ä±" (ı) and the like too, but stand before "§" or "“" in correct German.
_SUSPICIOUS = re.compile(
    "[ÃÂâ][\u0080-\u00ff\u0152-\u017e\u0192\u02c6\u02dc\u2010-\u203a\u20ac\u2122]"
)
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
_LIGATURE = re.compile("[\ufb00-\ufb06]")
_SOFT_LINE_END = re.compile(r"(?<=\w)[\u00ad¬][ \t]*\r?\n[ \t]*(?=\w)")  # ¬ is how OCR prints it


def mend_text(text: str) -> str:
    """Return a text without mojibake, ligatures and words divided by a soft hyphen at a line's end.

    Only lines that look like UTF-8 read in a wrong encoding are touched by ftfy, and of its repairs
    only that of the encoding is made: German quotation marks „“ »« ’ stay as they are.

    Args:
        text: Decoded text, before `normalise_text`, which removes characters that a repair needs.

    Returns:
        The mended text; mending correct text changes nothing but ligatures and divided words.
    """
    text = _SOFT_LINE_END.sub("", text)
    text = _LIGATURE.sub(lambda match: _LIGATURES[match[0]], text)
    if not _SUSPICIOUS.search(text):
        return text
    lines = text.split("\n")
    return "\n".join(_mend_line(line) if _SUSPICIOUS.search(line) else line for line in lines)


def _mend_line(line: str) -> str:
    from ftfy import TextFixerConfig, fix_encoding

    config = TextFixerConfig(replace_lossy_sequences=False)
    return fix_encoding(line, config)
