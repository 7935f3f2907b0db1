"""Keep Odoo's caches over the end of a test, as far as they are still true.

Odoo empties all of them after every test and every class, and to learn it all again
(access rights, external ids, compiled templates) was half the time of the suite. What
was known before a test is true again after it, because the database is what it was;
and what a test learned stays true unless somebody has emptied that cache since. Who
may see what is not kept: its rules read fields, such as the teams of a user, whose
changes empty no cache.
"""

import ast
import inspect
from functools import cache
from pathlib import Path
from unittest.mock import patch

from odoo.modules.registry import Registry
from odoo.tests.common import TransactionCase, get_db_name

#: Classes that say one of these find all caches empty, whatever ran before: who
#: counts queries, and who changes rows behind the back of the caches.
COLD = ("sql_log_count", "assertQueryCount", "cr.execute(", "PlainTickets")


class Memory:
    """What the caches of the registry hold at one moment."""

    def __init__(self):
        self.registry = Registry(get_db_name())
        self.known = {name: lru.snapshot for name, lru in self._caches()}
        for _name, lru in self._caches():
            lru[self] = True  # It goes as soon as somebody empties the cache.

    def _caches(self):
        return self.registry._Registry__caches.items()

    def restore(self):
        """Put back what was known in the caches that were emptied since."""
        for name, lru in self._caches():
            if not lru.pop(self, False):
                lru.clear()
                for key, value in self.known[name].items():
                    lru[key] = value
            for key in [key for key in lru if is_rule(key)]:
                lru.pop(key, None)
        self.registry.cache_invalidated.clear()

    def instead(self):
        """Let Odoo's tests restore where they would empty all caches."""
        return patch.object(self.registry, "clear_all_caches", self.restore)


def is_rule(key):
    """Is it the answer of a method of ir.rule, whose name begins each key?"""
    return isinstance(key, tuple) and key[0] == "ir.rule"


@cache
def is_cold(cls):
    """Must it not matter what others have read, or be kept what these read?"""
    ours = [base for base in cls.__mro__ if base.__module__.startswith(__package__)]
    return any(word in _source(base) for base in ours for word in COLD)


def _source(cls):
    """Return its text; inspect.getsource() parses the whole file for each class."""
    name = cls.__qualname__.split(".")[0]
    return _sources(inspect.getsourcefile(cls))[name]


@cache
def _sources(file):
    """Return {class or function at the top: its text}."""
    text = Path(file).read_text()
    lines = text.splitlines()
    named = (ast.ClassDef, ast.FunctionDef)
    nodes = [node for node in ast.parse(text).body if isinstance(node, named)]
    return {
        node.name: "\n".join(lines[node.lineno - 1 : node.end_lineno]) for node in nodes
    }


def install():
    """Change Odoo's test case: what is emptied at the end of tests is restored."""
    set_up_class, set_up = TransactionCase.setUpClass, TransactionCase.setUp
    clean_up_class = TransactionCase.doClassCleanups

    def setUpClass(cls):
        if is_cold(cls):
            Registry(get_db_name()).clear_all_caches()
            cls.memory = None
        else:
            cls.memory = Memory()
        set_up_class.__func__(cls)

    def setUp(self):
        if self.memory:
            with Memory().instead():
                set_up(self)
        else:
            set_up(self)

    def doClassCleanups(cls):
        if getattr(cls, "memory", None):
            with cls.memory.instead():
                clean_up_class.__func__(cls)
        else:
            clean_up_class.__func__(cls)

    TransactionCase.setUpClass = classmethod(setUpClass)
    TransactionCase.setUp = setUp
    TransactionCase.doClassCleanups = classmethod(doClassCleanups)
