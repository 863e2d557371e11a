"""Runs pytest over python/, with the first Python that has it: this one, or the system's."""

import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
HELPER = HERE.parents[1] / "tools" / "python"


def python_with_pytest():
    for python in dict.fromkeys([sys.executable, "/usr/bin/python3"]):
        try:
            has_it = subprocess.run(
                [python, "-c", "import pytest"], capture_output=True, check=False
            )
        except OSError:
            continue
        if has_it.returncode == 0:
            return python
    sys.exit(
        f"neither {sys.executable} nor /usr/bin/python3 has pytest: apt-get install python3-pytest"
    )


def main():
    environment = {**os.environ, "PYTHONPATH": str(HELPER), "PYTHONDONTWRITEBYTECODE": "1"}
    # Other people's plugins and options have no say, nor has a proxy.
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    for name in ["PYTEST_ADDOPTS", "http_proxy", "HTTP_PROXY"]:
        environment.pop(name, None)
    options = ["-q", "-p", "no:cacheprovider", "-p", "pytester", "--strict-markers", "-W", "error"]
    tests = ["--rootdir", HERE / "python", *sorted((HERE / "python").glob("*_test.py"))]
    command = [python_with_pytest(), "-m", "pytest", *options, *tests]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
