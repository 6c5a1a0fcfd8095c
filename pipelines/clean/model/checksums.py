"""CRC-32 of texts put together, for all words of a page at once and without their text.

The sum of ``ab`` follows from those of ``a`` and ``b`` and the length of ``b``: what follows a text shifts its sum, and
the shift is linear, so that the four bytes of a sum can be looked up each by itself (as zlib's ``crc32_combine``).
A code is a sum with the text's length in bytes above it.
"""

from functools import cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
SUM = 0xFFFFFFFF
"""The part of a code that is the sum."""
_LENGTH = 32
_LONGEST = 63
"""Bytes that a sum is shifted by at once: few words are longer."""


def code(text: str) -> int:
    """The code of one text."""
    data = text.encode("utf-8", "surrogatepass")
    return len(data) << _LENGTH | crc32(data)


def followed(before: Codes, after: Codes) -> Codes:
    """Codes of texts, each with another one behind it.

    >>> ab = followed(np.array([code("a")]), np.array([code("b")]))
    >>> int(ab[0]) == code("ab")
    True
    """
    shifts, sums, left = _shifts(), before & SUM, after >> _LENGTH
    while left.any():
        step = np.minimum(left, _LONGEST)
        left = left - step
        at = step << 10
        sums = (
            shifts.take(at + (sums & 255))
            ^ shifts.take(at + (256 + (sums >> 8 & 255)))
            ^ shifts.take(at + (512 + (sums >> 16 & 255)))
            ^ shifts.take(at + (768 + (sums >> 24)))
        )
    joined: Codes = ((before >> _LENGTH) + (after >> _LENGTH)) << _LENGTH | (sums ^ (after & SUM))
    return joined


@cache
def _shifts() -> Codes:
    """Shifted by so many bytes, for each byte of a sum and each of its values."""
    one = np.array([crc32(bytes([value ^ 255])) for value in range(256)], np.int64) ^ 0xFF000000
    here = (np.arange(256)[None, :] << np.arange(0, 32, 8)[:, None]).ravel()
    out = [here]
    for _ in range(_LONGEST):
        here = here >> 8 ^ one[here & 255]
        out.append(here)
    return np.concatenate(out)
