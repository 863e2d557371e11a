"""Tests with a folder of their own, which goes with them."""

import pathlib
import tempfile
import unittest


class Scratch(unittest.TestCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def write(self, name, text):
        """Writes a file of exactly this text, and answers its path."""
        path = self.folder / name
        path.write_bytes(text.encode())
        return str(path)
