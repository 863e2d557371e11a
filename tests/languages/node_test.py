"""Runs node --test over node/. Ends with 77, which CTest reports as skipped, where it cannot."""

import os
import pathlib
import re
import shutil
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent / "node"
SKIPPED = 77
OLDEST = 18


def skip(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(SKIPPED)


def main():
    node = shutil.which("node")
    if node is None:
        skip("node is not installed")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(re.match(r"v(\d+)", version).group(1)) < OLDEST:
        skip(f"node is {version.strip()}; needed is v{OLDEST}")
    # What node was told by others has no say.
    environment = {name: value for name, value in os.environ.items() if name != "NODE_OPTIONS"}
    command = [node, "--test", *sorted(FOLDER.glob("*.test.mjs"))]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
