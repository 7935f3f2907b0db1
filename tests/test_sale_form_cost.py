from odoo.tests import Form, new_test_user

from .common.complaint import ROLES
from .common.sale import SaleCommon

#: What a form may cost beyond what it costs without us, whether somebody complained or
#: not: one look for complaints, one at the watchlist.
MOST = 2
#: A customer's form has the last complaints: with what was given, in which currency.
MOST_GIVEN = {"base.view_partner_form": MOST + 2}


class TestFormCost(SaleCommon):
    """What our fields add to forms of customers, orders and leads, for each role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.both = new_test_user(
            cls.env,
            "sales_and_helpdesk",
            groups=f"{ROLES['sales_all']},{ROLES['agent_all']}",
        )
        cls.customer.user_id = cls.stranger.user_id = cls.sales
        cls.roles = {role: getattr(cls, role) for role in ROLES}
        cls.roles["sales and helpdesk"] = cls.both

    def _documents(self, partner):
        """Return name of the view → record it opens, of ``partner``."""
        lead = {"name": "Kettles", "partner_id": partner.id, "user_id": self.sales.id}
        return {
            "base.view_partner_form": partner,
            "sale.view_order_form": self._create_order(partner_id=partner.id),
            "crm.crm_lead_view_form": self.env["crm.lead"].create(lead),
        }

    def _spec(self, record, view):
        """Return what the web client asks for when it opens this form."""
        form = Form(record, view=view)._view
        spec = self._with_names(record._name, form["fields_spec"])
        for node in form["tree"].xpath("//field[not(ancestor::field)]"):
            if lines := node.xpath("./list//field[count(ancestor::field)=1]/@name"):
                comodel = record._fields[node.get("name")].comodel_name
                lines = self._with_names(comodel, {name: {} for name in lines})
                spec[node.get("name")]["fields"] = lines
            if node.get("invisible") in ("1", "True"):  # Never shown: no name.
                spec.get(node.get("name"), {}).pop("fields", None)
        return spec

    def _with_names(self, model, spec):
        """Return ``spec`` with the names of linked records, which the form shows."""
        asked = {}
        for name, part in spec.items():
            field = self.env[model]._fields[name]
            asked[name] = part
            if field.type == "many2one":
                asked[name] = {**part, "fields": {"display_name": {}}}
            elif part.get("fields"):
                lines = self._with_names(field.comodel_name, part["fields"])
                asked[name] = {**part, "fields": lines}
        return asked

    def _without_ours(self, model, spec):
        """Return ``spec`` without what our addons bring, at any depth."""
        kept = {}
        for name, asked in spec.items():
            field = self.env[model]._fields[name]
            if "".join(field._modules[:1]).startswith("complaint_recovery"):
                continue
            kept[name] = asked
            if asked.get("fields") and field.relational:
                part = self._without_ours(field.comodel_name, asked["fields"])
                kept[name] = {**asked, "fields": part}
        return kept

    def _count(self, record, spec):
        for _warm_up in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            record.web_read(spec)
            cost = self.env.cr.sql_log_count - before
        return cost

    def _costs(self, partner):
        """Yield (role, view, queries more, names of our fields)."""
        for view, record in self._documents(partner).items():
            for role, user in self.roles.items():
                mine = record.with_user(user).with_context(**user.context_get())
                if not mine.has_access("read"):
                    continue
                spec = self._spec(mine, view)
                plain = self._without_ours(record._name, spec)
                more = self._count(mine, spec) - self._count(mine, plain)
                yield role, view, more, spec.keys() - plain.keys()

    def test_forms_of_who_never_complained_cost_two_looks_at_most(self):
        seen = set()
        for role, view, more, ours in self._costs(self.stranger):
            with self.subTest(role=role, view=view):
                seen.add((role, view))
                self.assertLessEqual(more, MOST if ours else 0, sorted(ours))
        self.assertGreater(len(seen), 12)

    def test_forms_of_who_complained_cost_the_same_two_looks(self):
        self._create_complaint()
        self._create_complaint(self.agent_all, user_id=self.agent_all.id)
        self._watch()
        self._assert_costs(dict.fromkeys(MOST_GIVEN, MOST + 1))

    def test_forms_of_who_was_given_something_say_what(self):
        remedy = self._create_remedy(self._create_complaint(), self.manager)
        remedy.action_offer()
        remedy.action_accept()
        self._create_complaint(self.agent_all, user_id=self.agent_all.id)
        self._assert_costs(MOST_GIVEN)

    def _assert_costs(self, most):
        for role, view, more, ours in self._costs(self.customer):
            with self.subTest(role=role, view=view):
                limit = most.get(view, MOST) if ours else 0
                self.assertLessEqual(more, limit, sorted(ours))
