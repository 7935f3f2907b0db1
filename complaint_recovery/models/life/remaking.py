import logging

from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: What the code asks for by name. Odoo makes it anew with an update where it is gone;
#: all else that we bring (``forcecreate="0"``) stays deleted.
NEEDED = ("mail.activity.type", "mail.template", "ir.cron")


class ComplaintRemaking(models.AbstractModel):
    """What the code cannot do without is there again after an update, with a note."""

    _name = "complaint.remaking"
    _description = "What an Update Makes Anew"

    @api.model
    def _finish(self):
        """Complete the lists, and tell administrators what was made anew.

        Called by the last of our data. At the installation there is nothing to tell.
        """
        self.env.flush_all()
        if self.env.ref("base.module_complaint_recovery").state == "to install":
            return
        remade = [
            *(f"{record._description}: {record.name}" for record in self._find_new()),
            *self._remake_stages(),
        ]
        if remade:
            _logger.info("Made anew, as the code needs it: %s", "; ".join(remade))
            self._tell_administrators(remade)

    @api.model
    def _find_new(self):
        """Yield the records that this update made, of the kinds the code asks for."""
        rows = self.env.execute_query(
            SQL(
                """SELECT model, res_id FROM ir_model_data
                    WHERE module = 'complaint_recovery' AND model IN %s
                      AND create_date >= now() AT TIME ZONE 'UTC' ORDER BY id""",
                NEEDED,
            )
        )
        for model, res_id in rows:
            yield self.env[model].browse(res_id)

    @api.model
    def _remake_stages(self):
        """Give each company a stage for each phase. Returns what was made, in words.

        The last stage of a phase cannot be deleted; what else may have done it, a
        complaint must not end nowhere.
        """
        stages = self.env["complaint.stage"].with_context(active_test=False)
        phases = dict(stages._fields["phase"]._description_selection(self.env))
        made = []
        # Each of them, and there are few.
        companies = self.env["res.company"].search([])  # pylint: disable=no-search-all
        for company in companies:
            for phase, label in phases.items():
                if stages._get_first(phase, company):
                    continue
                ours = Domain("company_id", "in", [False, company.id])
                old = stages.search(ours & Domain("phase", "=", phase), limit=1)
                if old:
                    old.active = True
                else:
                    old = stages.create(self._prepare_stage_vals(phase, label))
                made.append(f"{old._description}: {old.name}")
        return made

    @api.model
    def _prepare_stage_vals(self, phase, label):
        """Return a stage for all companies that comes where its phase belongs."""
        phases = list(self.env["complaint.stage"]._fields["phase"].get_values(self.env))
        return {
            "name": label,
            "phase": phase,
            "company_id": False,
            "sequence": 10 * (phases.index(phase) + 1),
        }

    @api.model
    def _tell_administrators(self, remade):
        admins = self.env.ref("base.group_system").all_user_ids
        for lang, users in admins.grouped("lang").items():
            local = self.with_context(lang=lang)
            items = Markup("").join(Markup("<li>%s</li>") % what for what in remade)
            words = local.env._(
                "The update of Complaint Recovery made these, which it needs. Whoever "
                "does not want one archives it, or switches it off."
            )
            self.env["mail.thread"].message_notify(
                partner_ids=users.partner_id.ids,
                subject=local.env._("Complaint Recovery was updated"),
                body=Markup("<p>%s</p><ul>%s</ul>") % (words, items),
            )
