from odoo.tests import new_test_user, tagged

from odoo.addons.base.tests.common import BaseCommon

from . import world

#: Role → groups. One user each, the least that may do the work.
ROLES = {
    "employee": "base.group_user",
    "handler": "helpdesk_mgmt.group_helpdesk_user_own",
    "leader": "helpdesk_mgmt.group_helpdesk_user_team",
    "agent_all": "helpdesk_mgmt.group_helpdesk_user",
    "manager": "helpdesk_mgmt.group_helpdesk_manager",
    "director": "helpdesk_mgmt.group_helpdesk_user",
    "sales": "sales_team.group_sale_salesman",
    "sales_all": "sales_team.group_sale_salesman_all_leads",
}
SEVERITIES = ("minor", "normal", "major", "critical")
STAGES = (
    "received",
    "investigating",
    "recovering",
    "following_up",
    "closed",
    "withdrawn",
)


@tagged("post_install", "-at_install")
class ComplaintCommon(BaseCommon):
    """One user a role, one customer with a salesperson, one complaints team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for name, record in (world.find(cls.env) or cls._make_world()).items():
            setattr(cls, name, record)

    @classmethod
    def _make_world(cls):
        """Make what each of these tests starts from; return it by the name it gets."""
        company = cls.env.company
        users = {
            role: new_test_user(
                cls.env,
                f"{role}_user",
                groups=groups,
                name=role.capitalize(),
                email=f"{role}@company.example",
                tz="UTC",
            )
            for role, groups in ROLES.items()
        }
        company.complaint_director_id = users["director"]
        calendar = cls.env["resource.calendar"].create(
            {"name": "Mon-Fri 8-12, 13-17", "tz": "UTC"}
        )
        company.resource_calendar_id = calendar
        customers = cls._make_customers(users["sales"])
        portal = new_test_user(
            cls.env, "portal_user", groups="base.group_portal", name="Portal"
        )
        portal.partner_id.parent_id = customers["customer_company"]
        return {
            **users,
            **customers,
            **cls._make_teams(users["handler"], users["leader"]),
            **cls._find_configuration(),
            "company": company,
            "calendar": calendar,
            "portal": portal,
        }

    @classmethod
    def _make_customers(cls, salesperson):
        partners = cls.env["res.partner"]
        company = partners.create(
            {
                "name": "Azure Interior",
                "is_company": True,
                "email": "info@azure.example",
                "user_id": salesperson.id,
            }
        )
        customer = {"name": "Jane Doe", "email": "jane@azure.example"}
        stranger = {"name": "Competitor", "email": "someone@deco.example"}
        return {
            "customer_company": company,
            "customer": partners.create({**customer, "parent_id": company.id}),
            "stranger": partners.create(stranger),
        }

    @classmethod
    def _make_teams(cls, handler, leader):
        teams = cls.env["helpdesk.ticket.team"]
        complaints = {
            "name": "Complaints",
            "user_ids": [(6, 0, (handler + leader).ids)],
            "user_id": leader.id,
            "complaint_default": True,
        }
        questions = {"name": "Questions", "user_ids": [(6, 0, handler.ids)]}
        return {
            "team": teams.create(complaints),
            "plain_team": teams.create(questions),
        }

    @classmethod
    def _find_configuration(cls):
        """Return of the addon's configuration what tests speak of."""
        names = {
            "refund": "remedy_type_refund",
            "cause": "cause_delivery_late",
            **{name: f"severity_{name}" for name in SEVERITIES},
            **{f"stage_{name}": f"stage_{name}" for name in STAGES},
        }
        return {
            name: cls.env.ref(f"complaint_recovery.complaint_{xmlid}")
            for name, xmlid in names.items()
        }

    @classmethod
    def _create_ticket(cls, user=None, count=1, **vals):
        """Create plain tickets, all at once, as ``user`` (the handler)."""
        vals = {
            "name": "Kettle leaks",
            "description": "It leaks.",
            "partner_id": cls.customer.id,
            "team_id": cls.plain_team.id,
            "user_id": cls.handler.id,
            **vals,
        }
        tickets = cls.env["helpdesk.ticket"].with_user(user or cls.handler)
        return tickets.create([vals] * count)

    @classmethod
    def _create_complaint(cls, user=None, **vals):
        """Create complaints of the complaints team as ``user`` (the handler)."""
        return cls._create_ticket(user, **{"team_id": cls.team.id, **vals})

    @classmethod
    def _invite(cls, ticket, partners, user=None):
        """Let ``user`` add ``partners`` in the dialog of followers."""
        dialogs = cls.env["mail.followers.edit"].with_user(user or cls.handler)
        vals = {"res_model": ticket._name, "res_ids": str(ticket.ids)}
        dialogs.create({**vals, "partner_ids": partners.ids}).edit_followers()

    @classmethod
    def _create_interaction(cls, ticket, user=None, **vals):
        return (
            cls.env["complaint.interaction"]
            .with_user(user or cls.handler)
            .create({"ticket_id": ticket.id, "channel": "phone", **vals})
        )

    @classmethod
    def _create_apology(cls, ticket, user=None, **vals):
        return (
            cls.env["complaint.apology"]
            .with_user(user or cls.handler)
            .create({"ticket_id": ticket.id, "channel": "phone", **vals})
        )

    @classmethod
    def _create_remedy(cls, ticket, user=None, **vals):
        return (
            cls.env["complaint.remedy"]
            .with_user(user or cls.handler)
            .create(
                {
                    "ticket_id": ticket.id,
                    "type_id": cls.refund.id,
                    "amount": 40,
                    "currency_id": cls.company.currency_id.id,
                    **vals,
                }
            )
        )

    @classmethod
    def _contact(cls, ticket, **vals):
        """Reach the customer by phone and apologise, as the handler."""
        cls._create_interaction(ticket, purpose="first_contact", **vals)
        cls._create_apology(ticket).action_send()

    @classmethod
    def _follow_up(cls, ticket, satisfaction="satisfied", **vals):
        return cls._create_interaction(
            ticket, purpose="follow_up", satisfaction=satisfaction, **vals
        )

    @classmethod
    def _play_to_follow_up(cls, ticket):
        """Bring a mild complaint to the follow-up: contact, apology, resolved."""
        cls._contact(ticket)
        ticket.action_resolve()
