"""Which tests must find Odoo's caches empty, and leave nothing in them.

It is read from their code: from the test's own, its setUp(), and all of ours that
these call by name, over any number of calls.
"""

from functools import cache
from inspect import unwrap
from types import CodeType, FunctionType, ModuleType

#: Who says one of these counts queries, or changes rows behind the back of the caches.
WORDS = {
    "sql_log_count",
    "assertQueryCount",
    "execute",
    "PlainTickets",
    "_load_module_terms",
}
EVERY_CLASS = ("setUpClass", "tearDownClass")
EVERY_TEST = ("setUp", "tearDown")


@cache
def is_cold(cls, test=None):
    """Must the test, or what its class begins with, know nothing of others?"""
    names = EVERY_TEST + (test,) if test else EVERY_CLASS
    seen = set()
    return any(_is_cold(cls, function, seen) for function in _named(cls, names))


def _is_cold(cls, function, seen):
    if function in seen:
        return False
    seen.add(function)
    words = set(_words(function.__code__))
    if words & WORDS:
        return True
    called = [*_named(cls, words), *_global(function, words)]
    return any(_is_cold(cls, other, seen) for other in called)


def _words(code):
    """Yield what it names or holds as a constant, functions inside it included."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _words(constant)
        elif isinstance(constant, str):
            yield constant


def _named(cls, names):
    """Yield the functions of these names in the classes of ours it is made of."""
    for base in filter(_is_ours, cls.__mro__):
        for name in names:
            yield from _functions(vars(base).get(name))


def _global(function, names):
    """Yield the functions of ours that its module knows by these names."""
    known = function.__globals__
    modules = [known[name] for name in names if isinstance(known.get(name), ModuleType)]
    for names_of in (known, *(vars(module) for module in modules)):
        for value in filter(_is_ours, map(names_of.get, names)):
            if isinstance(value, type):
                yield from _named(value, dir(value))
            else:
                yield from _functions(value)


def _functions(value):
    """Yield the function under decorators.

    Nothing else is asked: a class holds the closed cursor of what ran before as well.
    """
    if not (callable(value) or hasattr(type(value), "__get__")):
        return
    for wrapper in ("__func__", "fget", "func"):
        value = getattr(value, wrapper, value)
    if isinstance(value := unwrap(value), FunctionType) and _is_ours(value):
        yield value


def _is_ours(value):
    return (getattr(value, "__module__", None) or "").startswith(__package__)
