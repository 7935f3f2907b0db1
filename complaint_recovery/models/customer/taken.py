from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_list

from ...tools.as_system import as_system
from ...tools.named import named_by_link
from ..guard.helpdesk_ticket import EVER

SALES_MANAGERS = "sales_team.group_sale_manager"


class ResPartner(models.Model):
    """Customers, whose salesperson reads of their complaints.

    Who sells to whom is everyday work, and a refusal would stop it: whoever makes
    themselves the salesperson of somebody who complained does it on record.
    """

    _inherit = "res.partner"

    def write(self, vals):
        mine = named_by_link(vals.get("user_id"))[0] == {self.env.uid}
        # Whoever moves a contact may be the salesperson of where it goes.
        mine = mine or (vals.get("parent_id") and not self.env.su)
        unread = mine and self._complaint_unread()
        if not unread:
            return super().write(vals)
        former = {
            ticket: ticket.commercial_partner_id.user_id or ticket.partner_id.user_id
            for ticket in unread
        }
        result = super().write(vals)
        self._complaint_tell_taken(former)
        return result

    def _complaint_unread(self):
        """Return their complaints of which the user reads nothing as it is."""
        tickets = as_system(self.env["helpdesk.ticket"]).with_context(active_test=False)
        theirs = Domain("partner_id", "in", self.ids)
        theirs |= Domain("commercial_partner_id", "in", self.ids)
        return self._complaint_of_these_unread(
            tickets.search(EVER & theirs, order="id desc")
        )

    @api.model
    def _complaint_of_these_unread(self, tickets):
        """Return those ``tickets`` of which the user reads nothing, and might."""
        heads = f"{SALES_MANAGERS},base.group_system"
        if self.env.su or not tickets or self.env.user.has_groups(heads):
            return tickets.browse()
        return tickets - tickets._complaint_read_by(self.env)

    def _complaint_tell_taken(self, former):
        """Put on record that the user reads from now on of the complaints ``former``.

        Where they read nothing more, nothing is said. It maps them to the salesperson
        they had, who is told; where there was none, the sales managers are. Not of what
        is about one of them, where that is all.
        """
        user = self.env.user
        heard = defaultdict(as_system(self).browse)
        # Who is in charge of sales is no secret to the rule.
        heads = self.env.ref(SALES_MANAGERS).sudo().all_user_ids
        tickets = as_system(self.env["helpdesk.ticket"]).union(*former)
        tickets = tickets._complaint_read_by(self.env)
        for customer, theirs in tickets.grouped("commercial_partner_id").items():
            theirs._complaint_log_taken(user)
            for ticket in theirs:
                for reader in (former[ticket] or heads) - user:
                    told = reader.active and reader != ticket.complaint_about_user_id
                    told = told and ticket.company_id <= reader.company_ids
                    heard[reader] |= customer if told else customer.browse()
        for reader, customers in heard.items():
            if customers and reader._is_internal():
                self._complaint_notify_taken(reader, customers)

    def _complaint_notify_taken(self, reader, customers):
        env, user = self.with_context(lang=reader.lang).env, self.env.user
        # Of no document: it is for them alone, and whoever writes something reads it.
        as_system(self.env["mail.thread"]).message_notify(
            partner_ids=reader.partner_id.ids,
            subject=env._("%s is the salesperson now", user.name),
            body=env._(
                "%(who)s made themselves the salesperson of %(customers)s, and reads "
                "of the complaints there from now on.",
                who=user.name,
                customers=format_list(env, customers.mapped("display_name")),
            ),
        )


class HelpdeskTicket(models.Model):
    """Complaints, which say who reads of them as the salesperson."""

    _inherit = "helpdesk.ticket"

    def _complaint_read_by(self, env):
        """Return those of which the user of ``env`` reads something as it is now."""
        rows = env["complaint.history"].browse(self.ids)
        rows.invalidate_recordset()
        return self.browse(rows._filtered_access("read").ids)

    def _complaint_log_taken(self, user):
        """Note on what is open of one customer, else on the newest, who reads of it."""
        opened = self.filtered(lambda ticket: not ticket.complaint_closed_at)
        for ticket in opened or self[:1]:
            ticket._complaint_log(
                self.env._(
                    "%s made themselves the salesperson of the customer, and reads of "
                    "the customer's complaints from now on.",
                    user.name,
                )
            )
