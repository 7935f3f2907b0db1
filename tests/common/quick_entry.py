from odoo.tests import Form

from .complaint import ComplaintCommon


class QuickEntryCommon(ComplaintCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = "+32 470 12 34 56"

    def _form(self, user=None, description="The kettle leaks. Water everywhere."):
        user = user or self.handler
        entries = self.env["complaint.quick.entry"].with_user(user)
        form = Form(entries.with_context(tz="UTC"))
        if description:
            form.description = description
        return form

    def _save(self, form, method="action_save"):
        """Save the form and return the complaint that was written down."""
        entry = form.save()
        action = getattr(entry, method)()
        # Saved, it is said what follows, and then the complaint opens.
        action = action.get("params", {}).get("next", action)
        tickets = self.env["helpdesk.ticket"].with_user(entry.env.user)
        if action["res_model"] == "helpdesk.ticket":
            return tickets.browse(action["res_id"])
        return tickets.browse(action["context"]["default_ticket_id"])
