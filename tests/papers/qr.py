"""Reading a drawn QR code, without the library that drew it: from the SVG's path to the text (ISO/IEC 18004, byte mode).

No error correction: what we drew ourselves has no errors, and a wrong module must show.
"""

import re
from itertools import zip_longest

# Data codewords of each block at level Q, by version.
BLOCKS_Q = {1: [13], 2: [22], 3: [17, 17], 4: [24, 24], 5: [15, 15, 16, 16], 6: [19, 19, 19, 19]}
LEVEL_Q = 0b11
FORMAT_MASK = 0b101010000010010
ALIGNMENT = {2: 18, 3: 22, 4: 26, 5: 30, 6: 34}
MASKS = [
    lambda y, x: (y + x) % 2 == 0, lambda y, x: y % 2 == 0, lambda y, x: x % 3 == 0, lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0, lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0, lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
]  # fmt: skip
Matrix = list[list[bool]]


def read(svg: str) -> str:
    matrix = modules(svg)
    size = len(matrix)
    version = (size - 17) // 4
    form = _format(matrix)
    assert form >> 13 == LEVEL_Q, "not level Q"
    mask = MASKS[form >> 10 & 0b111]
    bits = [matrix[y][x] ^ mask(y, x) for y, x in _path(size, version)]
    words = [int("".join(str(int(bit)) for bit in bits[at : at + 8]), 2) for at in range(0, len(bits) - 7, 8)]
    return _text(_data(words, BLOCKS_Q[version]))


def modules(svg: str) -> Matrix:
    """The matrix without its quiet zone, which must be four modules wide on each side."""
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', svg).group(1))
    dark, x, y = set(), 0.0, 0.0
    for letter, numbers in re.findall(r"([Mmh])([-\d. ]+)", re.search(r' d="([^"]+)"', svg).group(1)):
        given = [float(one) for one in re.findall(r"-?[\d.]+", numbers)]
        if letter == "M":
            x, y = given
        elif letter == "m":
            x, y = x + given[0], y + given[1]
        else:
            dark |= {(int(y), int(x) + step) for step in range(int(given[0]))}
            x += given[0]
    assert {min(at for at, _ in dark), min(at for _, at in dark)} == {4}
    return [[(row, column) in dark for column in range(4, side - 4)] for row in range(4, side - 4)]


def _format(matrix: Matrix) -> int:
    around = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    return int("".join(str(int(matrix[y][x])) for y, x in around), 2) ^ FORMAT_MASK


def _path(size: int, version: int) -> list[tuple[int, int]]:
    """Up and down in columns of two, from the right, over all that is no pattern."""
    found = []
    columns = [x for x in range(size - 1, 0, -2) if x > 6] + [5, 3, 1]
    for turn, right in enumerate(columns):
        rows = range(size - 1, -1, -1) if turn % 2 == 0 else range(size)
        found += [(y, x) for y in rows for x in (right, right - 1) if not _is_pattern(y, x, size, version)]
    return found


def _is_pattern(y: int, x: int, size: int, version: int) -> bool:
    corner = (y < 9 and (x < 9 or x >= size - 8)) or (y >= size - 8 and x < 9)
    centre = ALIGNMENT.get(version, -9)
    return corner or y == 6 or x == 6 or (abs(y - centre) <= 2 and abs(x - centre) <= 2)


def _data(words: list[int], blocks: list[int]) -> list[int]:
    """The blocks are interleaved word by word; shorter ones end first."""
    parts: list[list[int]] = [[] for _ in blocks]
    stream = iter(words)
    for place in range(max(blocks)):
        for part, length in zip_longest(parts, blocks):
            if place < length:
                part.append(next(stream))
    return [word for part in parts for word in part]


def _text(data: list[int]) -> str:
    bits = "".join(f"{word:08b}" for word in data)
    assert bits[:4] == "0100", "not byte mode"
    length = int(bits[4:12], 2)
    return bytes(int(bits[12 + 8 * at : 20 + 8 * at], 2) for at in range(length)).decode()
