"""Everything that ends kraken-mock before it listens: one line, an exit code, no stdout."""

from programs import KRAKEN_MOCK, run
from scratch import Scratch


class Refusals(Scratch):
    def refuse(self, code, *arguments, fragments=(), env=None, cwd=None):
        done = run(KRAKEN_MOCK, *arguments, env=env, cwd=cwd)
        self.assertEqual(done.returncode, code, done)
        self.assertEqual(done.stdout, "")
        self.assertRegex(done.stderr, r"\Akraken-mock: [^\n]+\n\Z")
        for fragment in fragments:
            self.assertIn(fragment, done.stderr)
        return done.stderr
