from odoo.exceptions import UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import ROLES, ComplaintCommon

OPERATIONS = ("create", "read", "write", "unlink")
PLACES = ("own", "team", "other", "company")
#: Roles by how far their helpdesk rights reach (design, part 3).
NONE = ("employee", "sales", "sales_all", "portal")
PERSONAL = ("handler",)
TEAM = ("leader",)
ALL = ("agent_all", "director")
#: model → kind of role → (own, team's, others', other company's), one letter a right.
#: "own" is a ticket of oneself; for the portal, one of the own company.
RECORDS = {
    "helpdesk.ticket": {
        PERSONAL: ("crw", "", "", ""),
        TEAM: ("crw", "crw", "", ""),
        ALL: ("crw", "crw", "crw", ""),
        ("manager",): ("crwu", "crwu", "crwu", ""),
        ("portal",): ("r", "", "", ""),
        ("employee", "sales", "sales_all"): ("", "", "", ""),
    },
    **dict.fromkeys(
        ("complaint.interaction", "complaint.apology", "complaint.remedy"),
        {
            PERSONAL: ("crwu", "", "", ""),
            TEAM: ("crwu", "crwu", "", ""),
            (*ALL, "manager"): ("crwu", "crwu", "crwu", ""),
            NONE: ("", "", "", ""),
        },
    ),
    "complaint.deadline": {
        PERSONAL: ("crw", "", "", ""),
        TEAM: ("crw", "crw", "", ""),
        (*ALL, "manager"): ("crw", "crw", "crw", ""),
        NONE: ("", "", "", ""),
    },
    **dict.fromkeys(
        # What was escalated is written by its methods alone.
        ("complaint.override", "complaint.escalation"),
        {
            PERSONAL: ("r", "", "", ""),
            TEAM: ("r", "r", "", ""),
            (*ALL, "manager"): ("r", "r", "r", ""),
            NONE: ("", "", "", ""),
        },
    ),
}
#: model → kind of role → (own company's or shared, another company's).
CONFIGURATION = {
    **dict.fromkeys(
        ("complaint.stage", "complaint.severity", "complaint.remedy.type"),
        {
            (*PERSONAL, *TEAM, *ALL): ("r", ""),
            ("manager",): ("crwu", ""),
            ("sales", "sales_all"): ("r", ""),
            ("employee", "portal"): ("", ""),
        },
    ),
    "complaint.cause": {
        (*PERSONAL, *TEAM, *ALL, "sales", "sales_all"): ("r",),
        ("manager",): ("crwu",),
        ("employee", "portal"): ("",),
    },
    **dict.fromkeys(
        (
            "complaint.authority",
            "complaint.escalation.rule",
            "complaint.apology.template",
        ),
        {
            (*PERSONAL, *TEAM, *ALL): ("r", ""),
            ("manager",): ("crwu", ""),
            NONE: ("", ""),
        },
    ),
}


class AccessCommon(ComplaintCommon):
    """Complaints of everybody, and what belongs to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {role: getattr(cls, role) for role in (*ROLES, "portal")}
        cls.colleague = new_test_user(
            cls.env, "colleague_user", groups="helpdesk_mgmt.group_helpdesk_user"
        )
        cls.other_team = cls.env["helpdesk.ticket.team"].create(
            {"name": "Others", "user_ids": [(6, 0, cls.colleague.ids)]}
        )
        cls.other_company = cls.env["res.company"].create({"name": "Other company"})
        cls.foreigner = new_test_user(
            cls.env,
            "foreigner_user",
            groups="helpdesk_mgmt.group_helpdesk_manager",
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )
        cls.foreign_team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Foreign",
                "company_id": cls.other_company.id,
                "user_ids": [(6, 0, cls.foreigner.ids)],
            }
        )
        cls.team.user_ids |= cls.colleague | cls.agent_all | cls.manager | cls.director

    @classmethod
    def _ticket_vals(cls, place, user):
        """Return the values of a complaint which for ``user`` is at ``place``."""
        internal = user.has_group("helpdesk_mgmt.group_helpdesk_user_own")
        owner, team, partner = {
            "own": (user if internal else cls.colleague, cls.team, cls.customer),
            "team": (cls.colleague, cls.team, cls.stranger),
            "other": (cls.colleague, cls.other_team, cls.stranger),
            "company": (cls.foreigner, cls.foreign_team, cls.stranger),
        }[place]
        return {
            "is_complaint": True,
            "name": "Kettle leaks",
            "description": "It leaks.",
            "partner_id": partner.id,
            "team_id": team.id,
            "user_id": owner.id,
        }

    @classmethod
    def _child_vals(cls, model, ticket):
        """Return the values of something not on record yet, which may be deleted."""
        vals = {
            "complaint.interaction": {
                "state": "planned",
                "channel": "visit",
                "date": "2099-01-02 10:00:00",
            },
            "complaint.apology": {"channel": "phone"},
            "complaint.remedy": {"type_id": cls.refund.id, "amount": 1},
            "complaint.deadline": {"name": "Call", "due_at": "2099-01-02 10:00:00"},
            "complaint.override": {
                "stage_id": cls.stage_closed.id,
                "user_id": cls.manager.id,
                "reason": "Agreed",
                "requirements": "require_finding",
            },
            "complaint.escalation": {
                "occurrence": "hand:1",
                "reason": "She asks for it",
                "date": "2026-01-02 10:00:00",
            },
        }[model]
        return {"ticket_id": ticket.id, **vals}

    def _rights(self, record, user, vals, change):
        """Return the rights ``user`` has on ``record``, found by trying them all."""
        own = record.with_user(user).with_context(allowed_company_ids=self.company.ids)
        steps = {
            "c": lambda: own.browse().create(vals),
            "r": lambda: own.read(["display_name"]),
            "w": lambda: own.write(change),
            "u": lambda: own.unlink(),
        }
        return "".join(right for right, step in steps.items() if self._may(step))

    def _may(self, step):
        with self.env.cr.savepoint() as savepoint:
            try:
                step()
                self.env.flush_all()
                allowed = True
            except UserError:  # No right to, or on record for good.
                allowed = False
            savepoint.rollback()
        self.env.invalidate_all()
        return allowed


class TestAccess(AccessCommon):
    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_rights_on_tickets_and_their_records_are_those_of_the_contract(self):
        for place_index, place in enumerate(PLACES):
            for role, user in self.users.items():
                vals = self._ticket_vals(place, user)
                ticket = self.env["helpdesk.ticket"].create(vals)
                for model, rows in RECORDS.items():
                    expected = self._expected(rows, role)[place_index]
                    with self.subTest(role=role, place=place, model=model):
                        found = self._rights_on(model, ticket, user, vals)
                        self.assertEqual(found, expected)

    def _rights_on(self, model, ticket, user, vals):
        if model == "helpdesk.ticket":
            return self._rights(ticket, user, vals, {"name": "Other title"})
        vals = self._child_vals(model, ticket)
        change = {
            "complaint.interaction": {"summary": "Said"},
            "complaint.apology": {"gift": "Flowers"},
            "complaint.remedy": {"description": "Money back"},
            "complaint.deadline": {"note": "With care"},
            "complaint.override": {"reason": "Other"},
            "complaint.escalation": {"reason": "Other"},
        }[model]
        return self._rights(self.env[model].create(vals), user, vals, change)

    def _expected(self, rows, role):
        return next(rights for roles, rights in rows.items() if role in roles)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_rights_on_configuration_are_those_of_the_contract(self):
        for model, rows in CONFIGURATION.items():
            for index in range(len(self._expected(rows, "manager"))):
                company = self.other_company if index else self.company
                vals = self._configuration_vals(model, company)
                record = self.env[model].create(vals)
                for role, user in self.users.items():
                    with self.subTest(role=role, model=model, company=company.name):
                        found = self._rights(record, user, vals, {"name": "Renamed"})
                        expected = self._expected(rows, role)[index]
                        self.assertEqual(found, expected)

    def _configuration_vals(self, model, company):
        vals = {"name": "Own one"}
        if model == "complaint.authority":
            vals |= {"role": "handler", "amount": 5}
        if model == "complaint.apology.template":
            vals["body"] = "<p>Sorry</p>"
        if "company_id" in self.env[model]._fields:
            vals["company_id"] = company.id
        return vals

    def test_matrix_names_every_role_and_every_model_of_ours(self):
        for model, rows in (RECORDS | CONFIGURATION).items():
            for role in self.users:
                with self.subTest(model=model, role=role):
                    self.assertEqual(sum(role in roles for roles in rows), 1)
        ours = self.env["ir.model"].search([("model", "=like", "complaint.%")])
        kept = ours.filtered(lambda m: not m.transient and not m.abstract)
        self.assertLessEqual(set(kept.mapped("model")), RECORDS.keys() | CONFIGURATION)

    def test_without_assignee_a_plain_ticket_is_open_to_the_whole_team(self):
        ticket = self._create_ticket(self.agent_all, user_id=False)
        self.assertTrue(ticket.with_user(self.handler).has_access("write"))
        stranger = new_test_user(
            self.env, "newcomer_user", groups=ROLES["handler"], name="Newcomer"
        )
        self.assertFalse(ticket.with_user(stranger).has_access("read"))
