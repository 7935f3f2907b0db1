"""Keep what Odoo works out again and again, of what alone it depends on.

Each is asked some hundred thousand times in a suite, and its answer is the same for
the same question, whatever is in the database. All else is asked anew: tests/warm.py.
"""

from functools import cache, wraps
from weakref import ref

from odoo.api import SUPERUSER_ID
from odoo.orm.environments import Environment
from odoo.service import model as service
from odoo.tools import SQL, safe_eval


def install():
    safe_eval.compile_codeobj = _texts(safe_eval.compile_codeobj)
    safe_eval.assert_valid_codeobj = _allowed(safe_eval.assert_valid_codeobj)
    SQL.identifier = classmethod(cache(SQL.identifier.__func__))
    service.get_public_method = _public_methods(service.get_public_method)
    Environment.__new__ = _environments(Environment.__new__)


def _texts(compile_codeobj):
    """What the text of a condition or an action means to Python."""
    known = cache(compile_codeobj)

    @wraps(compile_codeobj)
    def compile_text(expr, **options):
        compiled = known if isinstance(expr, str) else compile_codeobj
        return compiled(expr, **options)

    return compile_text


def _allowed(assert_valid_codeobj):
    """Whether it does nothing that is forbidden there."""
    valid = set()

    @wraps(assert_valid_codeobj)
    def assert_valid(allowed_codes, code_obj, expr):
        if (id(allowed_codes), code_obj) not in valid:
            assert_valid_codeobj(allowed_codes, code_obj, expr)
            valid.add((id(allowed_codes), code_obj))

    return assert_valid


def _public_methods(get):
    """Of a class, which functions may be called from outside: it looks at each base."""
    public = set()

    @wraps(get)
    def get_public_method(model, name):
        function = getattr(type(model), name, None)
        if not callable(function):
            return get(model, name)  # Which raises: not all of these can be kept.
        if (type(model), name, function) not in public:
            function = get(model, name)
            public.add((type(model), name, function))
        return function

    return get_public_method


def _environments(new):
    """Which environment there is already: it goes through all of the transaction."""

    @wraps(new)
    def __new__(cls, cr, uid, context, su=False):
        envs = cr.transaction.envs if cr.transaction else None
        if envs is None:
            return new(cls, cr, uid, context, su)
        last = vars(envs).setdefault("last", {})
        key = uid, su or uid == SUPERUSER_ID, *context
        env = last[key]() if key in last else None
        if env is None or env.cr is not cr or env.context != context or env not in envs:
            env = new(cls, cr, uid, context, su)
            last[key] = ref(env)
        return env

    return __new__
