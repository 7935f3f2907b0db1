"""Freeze time without a look at each of 4,000 modules.

freezegun changes date and time wherever a module has imported them, and goes through
all that are loaded to find out, at each of some thousand freezes. Most have neither.
"""

import sys

from freezegun import api

#: What is changed, and into what.
CLOCKS = {*api._real_time_object_ids, id(api.FakeDate), id(api.FakeDatetime)}
CLOCKS |= {
    id(value)
    for name, value in vars(api).items()
    if name.startswith("fake_") or name.startswith("real_") and name.endswith("_ns")
}


class Clocks:
    """What freezegun is given for ``sys``: its modules are those with date or time.

    They are looked for anew when there are more modules or fewer. A module that got
    its first clock after it was imported would be missed: none of Odoo's does.
    """

    def __init__(self):
        self.count, self.found = 0, {}

    @property
    def modules(self):
        if len(sys.modules) != self.count:
            loaded = sys.modules.copy()
            self.count = len(loaded)
            self.found = {name: loaded[name] for name in filter(_has_clock, loaded)}
        return self.found


def _has_clock(name):
    values = getattr(sys.modules[name], "__dict__", {}).values()
    return any(id(value) in CLOCKS for value in list(values))


def install():
    api.sys = Clocks()
