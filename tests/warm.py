"""Keep Odoo's caches over the end of a test, as far as they are still true.

Odoo empties all of them after every test and every class, and to learn it all again
(access rights, external ids, compiled templates) was half the time of the suite. What
was known before a test is true again after it, because the database is what it was;
and what a test learned stays true unless somebody has emptied that cache since. Who
may see what is not kept: its rules read fields, such as the teams of a user, whose
changes empty no cache.

Tests that must not know what others have read, or the others what these read, begin
with empty caches and leave nothing behind (tests/cold.py says which).
"""

from unittest.mock import patch

from odoo.modules.registry import Registry
from odoo.tests.common import TransactionCase, get_db_name

from .cold import is_cold


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


def remember(cold):
    """Return the memory to restore afterwards; who is cold knows nothing of it."""
    memory = Memory()
    if cold:
        forget(memory.registry)
    return memory


def forget(registry):
    registry.clear_all_caches()
    registry.cache_invalidated.clear()


def is_rule(key):
    """Is it the answer of a method of ir.rule, whose name begins each key?"""
    return isinstance(key, tuple) and key[0] == "ir.rule"


def install():
    """Change Odoo's test case: what is emptied at the end of tests is restored."""
    set_up_class, set_up = TransactionCase.setUpClass, TransactionCase.setUp
    clean_up_class = TransactionCase.doClassCleanups

    def setUpClass(cls):
        cls.memory, cls.begun = remember(is_cold(cls)), False
        set_up_class.__func__(cls)

    def setUp(self):
        cls = type(self)
        if is_cold(cls) and not cls.begun:
            # What was read before a row was changed, while the class began.
            forget(self.registry)
        cls.begun = True
        with remember(is_cold(cls, self._testMethodName)).instead():
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
