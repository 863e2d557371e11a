"""Runs the examples of a Markdown page and compares what they print.

An example is a ```sh block after the line `<!-- example -->`; its output is the block after the next
`<!-- prints -->`, in which … stands for any text. Each example meets a mock of its own, which takes
the place of http://127.0.0.1:8080, and the programs that were built, which are on its PATH and take the
place of build/release/bin/.

    examples_test.py BIN_DIR PAGE...
"""

import os
import re
import subprocess
import sys

EXAMPLE = re.compile(
    r"<!-- example -->\n```sh\n(?P<commands>.*?)```\n"
    r"(?:<!-- prints -->\n```\w*\n(?P<output>.*?)```\n)?", re.DOTALL)
DOCUMENTED_URL = "http://127.0.0.1:8080"
TIMEOUT_S = 60


class Mock:
    """A kraken-mock on a free port."""

    def __init__(self, bin_dir):
        clean = {k: v for k, v in os.environ.items() if not k.startswith("KRAKEN_")}
        self.process = subprocess.Popen(
            [os.path.join(bin_dir, "kraken-mock"), "--port", "0", "--log", "off"],
            stdout=subprocess.PIPE, text=True, env=clean)
        line = self.process.stdout.readline()
        assert line.startswith("listening on http"), f"kraken-mock said {line!r}"
        self.url = line.split()[-1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(TIMEOUT_S)
        self.process.stdout.close()


def run(commands, bin_dir, folder):
    with Mock(bin_dir) as mock:
        script = commands.replace(DOCUMENTED_URL, mock.url)
        script = script.replace("build/release/bin/", bin_dir.rstrip("/") + "/")
        clean = {k: v for k, v in os.environ.items() if not k.startswith("KRAKEN_")}
        clean["PATH"] = bin_dir + os.pathsep + clean["PATH"]
        done = subprocess.run(["sh", "-eu", "-c", script], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, cwd=folder, env=clean,
                              timeout=TIMEOUT_S, check=False)
    return done.returncode, done.stdout.replace(mock.url, DOCUMENTED_URL)


def squeeze(text):
    return " ".join(text.split())


def matches(expected, printed):
    pattern = ".*".join(re.escape(piece) for piece in squeeze(expected).split("…"))
    return re.fullmatch(pattern, squeeze(printed)) is not None


def check(page, bin_dir):
    """The number of examples, and what is wrong with them."""
    with open(page, encoding="utf-8") as file:
        text = file.read()
    if text.count("<!-- example -->") != len(EXAMPLE.findall(text)):
        return 0, [f"{page}: an <!-- example --> is not followed by a ```sh block"]
    faults = []
    examples = list(EXAMPLE.finditer(text))
    for example in examples:
        line = text.count("\n", 0, example.start()) + 1
        status, printed = run(example["commands"], bin_dir, os.path.dirname(page))
        if status != 0:
            faults.append(f"{page}:{line}: exit status {status}\n{printed}")
        elif example["output"] is not None and not matches(example["output"], printed):
            faults.append(f"{page}:{line}: it prints\n{printed}\ninstead of\n{example['output']}")
    return len(examples), faults


def main():
    bin_dir, pages = sys.argv[1], sys.argv[2:]
    assert matches("a … c", "a b\nc") and not matches("a … c", "a b")  # The comparison itself.
    count, faults = 0, []
    for page in pages:
        examples, found = check(os.path.abspath(page), bin_dir)
        count += examples
        faults += found
    print("\n".join(faults))
    print(f"{count} examples, {len(faults)} wrong")
    return 1 if faults or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
