"""Texts that were spoilt on their way: entities of HTML, UTF-8 that was read as Windows'."""

import html
import re
from typing import Final

import polars as pl

_ENTITY: Final = r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});"
# What the bytes of an accent, a curly quote or an emoji look like, read one by one.
_SPOILT: Final = r"â€|â\x{80}|[ÂÃ][^\x{00}-\x{7F}]|ðŸ"
_RUN: Final = re.compile(r"[^\x00-\x7f]+")
_TIMES: Final = 3  # texts that went through it twice or thrice are seen in the wild
_UNUSED: Final = {0x81, 0x8D, 0x8F, 0x90, 0x9D}  # by Windows: there a byte stays itself
_WINDOWS: Final = {code: code for code in range(0x80, 0xA0)} | {
    ord(bytes([code]).decode("cp1252")): code for code in {*range(0x80, 0x100)} - _UNUSED
}


def readable(texts: pl.Series) -> pl.Series:
    """Return *texts* with HTML entities as characters, and accents that were spoilt mended.

    Only what reads back exactly is mended: a text that merely looks odd stays as it is.

    >>> readable(pl.Series(["c&#39;est bien", "I couldnâ€™t", "Ã‰tÃ©", "Ã la carte"])).to_list()
    ["c'est bien", 'I couldn’t', 'Été', 'Ã la carte']
    """
    odd = (texts.str.contains(_ENTITY) | texts.str.contains(_SPOILT)).fill_null(value=False)
    if not odd.any():
        return texts
    return texts.replace({each: _mended(each) for each in texts.filter(odd)})


def _mended(text: str) -> str:
    text = re.sub(_ENTITY, lambda found: html.unescape(found[0]), text)
    for _time in range(_TIMES):
        mended = _RUN.sub(_as_utf8, text)
        if mended == text:
            break
        text = mended
    return text


def _as_utf8(run: re.Match[str]) -> str:
    try:
        return bytes(_WINDOWS[ord(each)] for each in run[0]).decode()
    except (KeyError, UnicodeDecodeError):
        return run[0]
