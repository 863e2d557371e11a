"""interop_test.py FOLDER: installs other people's clients into FOLDER and runs them on kraken-mock.

Ends with 77, which CTest reports as skipped, where Node.js or npm is missing.
"""

import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))

from programs import Mock, environment  # pylint: disable=wrong-import-position

SKIPPED = 77
INSTALL_TIMEOUT = 240
RUN_TIMEOUT = 120


def skip(reason):
    print(f"SKIPPED: {reason}")
    sys.exit(SKIPPED)


def install(npm, folder):
    """Installs what package-lock.json names, once for each version of that file."""
    lock = (HERE / "package-lock.json").read_bytes()
    installed = folder / "installed-lock.json"
    if installed.exists() and installed.read_bytes() == lock:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for name in ["package.json", "package-lock.json"]:
        shutil.copyfile(HERE / name, folder / name)
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=INSTALL_TIMEOUT,
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"npm ci failed (it needs the npm registry the first time):\n{done.stdout}")
    installed.write_bytes(lock)


def main():
    folder = pathlib.Path(sys.argv[1])
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None:
        skip("node is not installed")
    if npm is None:
        skip("npm is not installed")
    install(npm, folder)
    # This client sends everything as POST, as Kraken accepted it until January 2024.
    with Mock("--quirk", "public-post=accepted", "--print-env") as mock:
        variables = {**mock.exports(3), "NODE_PATH": str(folder / "node_modules")}
        done = subprocess.run(
            [node, "--no-deprecation", str(HERE / "interop.cjs")],
            env=environment(**variables),
            stdin=subprocess.DEVNULL,
            timeout=RUN_TIMEOUT,
            check=False,
        )
        if done.returncode != 0:
            mock.stop()
            print("kraken-mock said:", *mock.stderr.rest(), sep="\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
