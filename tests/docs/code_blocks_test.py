"""Checks that a page's code is code that is tested.

Each block of LANGUAGE of a Markdown page has to stand in one of the files word for word; only the
indentation of the whole may differ.

    code_blocks_test.py LANGUAGE PAGE FILE...
"""

import re
import sys
import textwrap


def lines_of(text):
    return textwrap.dedent(text).strip("\n").split("\n")


def stands_in(block, file):
    """Whether these lines follow each other in the file's, wherever they begin."""
    starts = [start for start, line in enumerate(file) if line.strip() == block[0].strip()]
    windows = ("\n".join(file[start : start + len(block)]) for start in starts)
    return any(lines_of(window) == block for window in windows)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def main():
    language, page = sys.argv[1:3]
    files = [read(path).split("\n") for path in sys.argv[3:]]
    # The comparison itself.
    assert stands_in(lines_of("a\n  b"), ["x", "  a", "    b"])
    assert not stands_in(lines_of("a\nb"), ["a", "  b"]) and not stands_in(["a"], ["a c"])
    text = read(page)
    blocks = list(re.finditer(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE))
    faults = 0
    for block in blocks:
        if not any(stands_in(lines_of(block[1]), file) for file in files):
            faults += 1
            line = text.count("\n", 0, block.start()) + 1
            print(f"{page}:{line}: this block stands in none of the files\n{block[1]}")
    print(f"{len(blocks)} blocks, {faults} that are not tested")
    return 1 if faults or not blocks else 0


if __name__ == "__main__":
    sys.exit(main())
