from lxml import etree

from odoo.tests import new_test_user, tagged

from .common import ComplaintCommon

FORMS = ("complaint_recovery.complaint_view_form", "helpdesk_mgmt.ticket_view_form")


@tagged("post_install", "-at_install")
class TestFormCost(ComplaintCommon):
    """The form is painted with what is in sight; the rest is asked for right after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._create_complaint()
        cls._create_interaction(cls.complaint, purpose="first_contact")
        cls.plain = cls._create_ticket()
        cls.other_handler = new_test_user(
            cls.env, "other_handler", groups="helpdesk_mgmt.group_helpdesk_user_own"
        )

    def _read(self, xmlid):
        """Return name → nodes of the fields that the handler's form shows."""
        view = self.env.ref(xmlid)
        tickets = self.env["helpdesk.ticket"].with_user(self.handler)
        arch = etree.fromstring(tickets.get_view(view.id, "form")["arch"])
        nodes = {}
        for node in arch.xpath("//field[not(ancestor::field)]"):
            nodes.setdefault(node.get("name"), []).append(node)
        return nodes

    def _late(self):
        nodes = self._read(FORMS[0])
        late = {
            name
            for name, shown in nodes.items()
            if any("late" in (node.get("options") or "") for node in shown)
        }
        return nodes, late

    def _count(self, ticket, names):
        fields = ticket._fields
        spec = {
            name: {"fields": {"display_name": {}}}
            if fields[name].type == "many2one"
            else {}
            for name in (*names, "display_name")
        }
        ticket = ticket.with_user(self.handler)
        self.env.flush_all()
        self.env.invalidate_all()
        ticket.web_read(spec)  # What a worker keeps in memory is there.
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        ticket.web_read(spec)
        return self.env.cr.sql_log_count - before

    def _bring_on(self):
        """Yield how far the complaint has come, each time it has come further."""
        yield "new"
        self._create_apology(self.complaint).action_send()
        yield "apologised"
        self._create_remedy(self.complaint, amount=20).action_offer()
        yield "offered"
        self.complaint.complaint_remedy_ids.action_accept()
        self.complaint._complaint_escalate("She wants a word")
        yield "accepted, and escalated"

    def test_what_is_in_sight_costs_half_more_than_a_plain_ticket_at_most(self):
        nodes, late = self._late()
        plain = self._count(self.plain, self._read(FORMS[1]))
        for state in self._bring_on():
            with self.subTest(state):
                ours = self._count(self.complaint, nodes.keys() - late)
                self.assertLessEqual(ours, 1.5 * plain, (ours, plain))

    def test_nobody_types_into_what_comes_late(self):
        """What is typed before the rest is there would be written over."""
        nodes, late = self._late()
        self.assertGreater(len(late), 15)
        for name in late:
            with self.subTest(name):
                field = self.env["helpdesk.ticket"]._fields[name]
                lines = field.type in ("one2many", "many2many")
                self.assertTrue(lines or field.readonly)
                for node in nodes[name]:  # Everywhere, or it is asked for at once.
                    self.assertIn("late", node.get("options") or "")

    def test_what_the_highlighted_button_asks_is_there_at_once(self):
        _nodes, late = self._late()
        asked = {"complaint_now", "complaint_next_step", "complaint_phase"}
        self.assertFalse(asked & late)

    def test_a_follower_opens_the_form_and_sees_the_lines_they_may_read(self):
        """Who follows a colleague's complaint reads it, and none of its remedies."""
        self._create_remedy(self.complaint)
        self._invite(self.complaint, self.other_handler.partner_id)
        self.env.invalidate_all()
        ticket = self.complaint.with_user(self.other_handler)
        values = ticket.web_read(
            {
                "complaint_next_step": {},
                "complaint_remedy_ids": {"fields": {"state": {}}},
            }
        )[0]
        self.assertEqual(values["complaint_remedy_ids"], [])
        self.env.invalidate_all()
        self.assertEqual(
            values["complaint_next_step"],
            self.complaint.with_user(self.handler).complaint_next_step,
        )


@tagged("post_install", "-at_install")
class TestKeptConfiguration(ComplaintCommon):
    """Short lists are read from memory, and never as they were."""

    def _name(self, severity, **context):
        self.env.invalidate_all()
        return severity.with_context(**context).with_user(self.handler).name

    def test_reading_one_again_asks_nothing(self):
        severity = self.normal.with_user(self.handler)
        severity.mapped("name")
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        severity.mapped("name")
        severity.sudo().mapped("color")
        self.assertEqual(self.env.cr.sql_log_count - before, 0)

    def test_a_change_is_seen_at_once(self):
        self._name(self.normal)
        self.normal.name = "Everyday"
        self.assertEqual(self._name(self.normal), "Everyday")
        self.normal.name = "Plain"
        self.assertEqual(self.normal.with_user(self.handler).name, "Plain")

    def test_each_reads_it_in_their_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self._name(self.normal, lang="fr_FR")
        self.normal.update_field_translations("name", {"fr_FR": "Ordinaire"})
        self.assertEqual(self._name(self.normal, lang="fr_FR"), "Ordinaire")
        self.assertEqual(self._name(self.normal, lang="en_US"), "Normal")

    def test_what_a_stage_asks_follows_its_switches(self):
        stage = self.env["complaint.stage"]._get_first("closed", self.company)
        before = stage._get_required(self.normal, self.company)
        name = next(n for n in stage._get_requirements() if n not in before)
        stage[name] = True
        self.assertIn(name, stage._get_required(self.normal, self.company))
        stage[name] = False
        self.assertNotIn(name, stage._get_required(self.normal, self.company))
