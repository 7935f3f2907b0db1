from odoo.tests import new_test_user, tagged

from odoo.addons.base.tests.common import BaseCommon

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


@tagged("post_install", "-at_install")
class ComplaintCommon(BaseCommon):
    """One user a role, one customer with a salesperson, one complaints team."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        for role, groups in ROLES.items():
            user = new_test_user(
                cls.env,
                f"{role}_user",
                groups=groups,
                name=role.capitalize(),
                email=f"{role}@company.example",
                tz="UTC",
            )
            setattr(cls, role, user)
        cls.company.complaint_director_id = cls.director
        cls.calendar = cls.env["resource.calendar"].create(
            {"name": "Mon-Fri 8-12, 13-17", "tz": "UTC"}
        )
        cls.company.resource_calendar_id = cls.calendar
        cls._create_usual_customers()
        cls.team = cls.env["helpdesk.ticket.team"].create(
            {
                "name": "Complaints",
                "user_ids": [(6, 0, (cls.handler + cls.leader).ids)],
                "user_id": cls.leader.id,
                "complaint_default": True,
            }
        )
        cls.plain_team = cls.env["helpdesk.ticket.team"].create(
            {"name": "Questions", "user_ids": [(6, 0, cls.handler.ids)]}
        )
        cls._name_shipped_records()

    @classmethod
    def _create_usual_customers(cls):
        cls.customer_company = cls.env["res.partner"].create(
            {
                "name": "Azure Interior",
                "is_company": True,
                "email": "info@azure.example",
                "user_id": cls.sales.id,
            }
        )
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Jane Doe",
                "email": "jane@azure.example",
                "parent_id": cls.customer_company.id,
            }
        )
        cls.stranger = cls.env["res.partner"].create(
            {"name": "Competitor", "email": "someone@deco.example"}
        )
        cls.portal = new_test_user(
            cls.env, "portal_user", groups="base.group_portal", name="Portal"
        )
        cls.portal.partner_id.parent_id = cls.customer_company

    @classmethod
    def _name_shipped_records(cls):
        cls.refund = cls.env.ref("complaint_recovery.complaint_remedy_type_refund")
        cls.cause = cls.env.ref("complaint_recovery.complaint_cause_delivery_late")
        for name in ("minor", "normal", "major", "critical"):
            severity = cls.env.ref(f"complaint_recovery.complaint_severity_{name}")
            setattr(cls, name, severity)
        for name in (
            "received",
            "investigating",
            "recovering",
            "following_up",
            "closed",
            "withdrawn",
        ):
            stage = cls.env.ref(f"complaint_recovery.complaint_stage_{name}")
            setattr(cls, f"stage_{name}", stage)

    @classmethod
    def _create_ticket(cls, user=None, **vals):
        """Create a plain ticket as ``user`` (the handler)."""
        user = user or cls.handler
        return (
            cls.env["helpdesk.ticket"]
            .with_user(user)
            .create(
                {
                    "name": "Kettle leaks",
                    "description": "It leaks.",
                    "partner_id": cls.customer.id,
                    "team_id": cls.plain_team.id,
                    "user_id": cls.handler.id,
                    **vals,
                }
            )
        )

    @classmethod
    def _create_complaint(cls, user=None, **vals):
        """Create a complaint of the complaints team as ``user`` (the handler)."""
        return cls._create_ticket(user, **{"team_id": cls.team.id, **vals})

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
