from inspect import signature
from itertools import product

from .common import ComplaintCommon
from .test_asker_context import make_out_of_use
from .test_public_methods import OURS

#: What is kept of them is made of the key itself.
ALIKE_BY_KEY = {
    "_get_complaint_secrecy",  # A condition in code, which compares the user's id.
    "_complaint_compile",  # A template, whose key Odoo makes.
}


class TestKept(ComplaintCommon):
    """What is kept in memory for all depends on nobody who asked first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        make_out_of_use(cls)
        cls.other = cls.env["res.company"].create({"name": "Elsewhere"})
        # Each company has a stage of its own on the way, which asks for more.
        for company, name in ((cls.company, "finding"), (cls.other, "outcome")):
            cls.stage_investigating.copy(
                {"company_id": company.id, f"require_{name}": True}
            )

    def test_who_asks_first_does_not_decide_for_all(self):
        french = self.env["res.lang"]._activate_lang("fr_FR")
        first = {
            "active_test": False,
            "allowed_company_ids": self.other.ids,
            "lang": french.code,
            "tz": "Asia/Tokyo",
        }
        seen = set()
        for model, name, keep in self._kept_methods():
            records = self.env[model]
            for arguments in self._arguments(keep.method):
                seen.add(name)
                with self.subTest(model, method=name, arguments=arguments):
                    self.env.registry.clear_all_caches()
                    expected = getattr(records, name)(*arguments)
                    self.env.registry.clear_all_caches()
                    getattr(records.with_context(**first), name)(*arguments)
                    self.assertEqual(getattr(records, name)(*arguments), expected)
        self.assertLess({"_get_required_kept", "_get_event_ids", "_get_kept"}, seen)
        self.assertGreater(len(seen), 15)

    def _kept_methods(self):
        """Yield (model, name, cache) of each method of ours that is kept, once."""
        known = set(ALIKE_BY_KEY)
        for model in sorted(self.env.registry):
            for holder in self.env.registry[model].mro():
                for name, method in vars(holder).items():
                    keep = getattr(method, "__cache__", None)
                    if keep and holder.__module__.startswith(OURS):
                        if name not in known:
                            known.add(name)
                            yield model, name, keep

    def _arguments(self, method):
        values = {
            "stage_id": self.env["complaint.stage"].search([]).ids,
            "severity_id": [False, *self.env["complaint.severity"].search([]).ids],
            "company_id": (self.company | self.other).ids,
            "trigger": dict(self.rule._fields["trigger"].selection),
            "lang": ["en_US", "fr_FR"],
            "name": ["id"],
        }
        names = [*signature(method).parameters][1:]
        return product(*(values[name] for name in names))
