import re

from odoo import SUPERUSER_ID
from odoo.tests import HttpCase, new_test_user

from .complaint import ComplaintCommon

CSRF = re.compile(r'name="csrf_token"\s+value="([^"]+)"')


class StepsCommon(ComplaintCommon):
    """A complaint as the controller hands it over, once the visitor was checked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        ref = "complaint_recovery.complaint_remedy_type_replacement"
        cls.replacement = cls.env.ref(ref)
        cls.company.complaint_redress = "The ombudsman of kettles"
        cls.complaint = cls._create_complaint()
        cls.ticket = cls.complaint.with_user(SUPERUSER_ID)

    @classmethod
    def _create_mild(cls, **vals):
        """The second complaint of a customer is more serious; this one is not."""
        return cls._create_complaint(complaint_severity_id=cls.minor.id, **vals)

    @classmethod
    def _offer(cls, *amounts, ticket=None, **vals):
        ticket = ticket or cls.complaint
        remedies = cls.env["complaint.remedy"].with_user(cls.handler)
        for amount in amounts:
            remedies |= cls._create_remedy(ticket, amount=amount, **vals)
        remedies.action_offer()
        return remedies.sudo()

    def _said(self, ticket=None):
        """Return what the customer said on the portal, the newest first."""
        ticket = ticket or self.ticket
        return ticket.complaint_interaction_ids.filtered(
            lambda i: i.channel == "portal"
        )

    def _snapshot(self, ticket=None):
        """Return all that hangs on the complaint and a step might change."""
        self.env.flush_all()
        self.env.invalidate_all()
        ticket = (ticket or self.ticket).with_user(SUPERUSER_ID)
        children = {
            name: sorted(ticket[name].mapped(lambda r: (r.id, r.write_date)))
            for name in (
                "complaint_interaction_ids",
                "complaint_remedy_ids",
                "complaint_deadline_ids",
                "complaint_escalation_ids",
                "message_ids",
                "activity_ids",
                "attachment_ids",
            )
        }
        return {
            **children,
            "stage": ticket.complaint_stage_id,
            "outcome": ticket.complaint_outcome,
            "satisfaction": ticket.complaint_satisfaction,
            "level": ticket.complaint_level,
            "round": ticket.complaint_authority_round,
            "all": self.env["helpdesk.ticket"].search_count([]),
            "mails": self.env["mail.mail"].search_count([]),
        }

    def _assert_polite(self, answer, before, ticket=None):
        """The step was answered in words, and nothing changed."""
        self.assertFalse(answer.done)
        self.assertTrue(answer.text)
        self.assertEqual(self._snapshot(ticket), before)


class PageCommon(StepsCommon, HttpCase):
    """The customer's browser: pages are opened, forms sent with what is in them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jane = new_test_user(
            cls.env, "jane_user", groups="base.group_portal", name="Jane Login"
        )
        cls.customer.user_ids = cls.jane
        cls.token = cls.ticket._portal_ensure_token()

    def _url(self, step="", token=None, ticket=None):
        path = f"/my/complaint/{(ticket or self.ticket).id}{step and '/' + step}"
        return f"{path}?access_token={token}" if token else path

    def _open(self, token=None, **kwargs):
        return self.url_open(self._url(token=token), **kwargs)

    def _post(self, step, token=None, csrf=True, ticket=None, **values):
        """Send the form of ``step`` with what the page has in it."""
        if csrf:
            page = self.url_open(self._url(token=token, ticket=ticket)).text
            found = CSRF.search(page)
            values["csrf_token"] = found and found.group(1)
        return self.url_open(
            self._url(step, ticket=ticket),
            data={"access_token": token or "", **values},
            allow_redirects=values.pop("follow", True),
        )
