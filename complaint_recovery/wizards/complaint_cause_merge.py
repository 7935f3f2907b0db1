from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..models.learning.standard_answer import SEPARATORS
from ..tools.asker import not_about_asker
from ..tools.in_use import IN_USE
from ..tools.marks import UNTRACKED


class ComplaintCauseMerge(models.TransientModel):
    """The dialog that merges causes: what hung on the others goes to one."""

    _name = "complaint.cause.merge"
    _description = "Merge Causes"

    cause_ids = fields.Many2many(
        "complaint.cause", string="Causes", required=True, context=IN_USE
    )
    target_id = fields.Many2one(
        "complaint.cause",
        string="Into",
        required=True,
        domain="[('id', 'in', cause_ids)]",
    )
    ticket_count = fields.Integer(
        string="Complaints that change their cause", compute="_compute_ticket_count"
    )

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        if self.env.context.get("active_model") == "complaint.cause":
            causes = self.env["complaint.cause"].browse(
                self.env.context.get("active_ids")
            )
            values["cause_ids"] = causes.ids
            values["target_id"] = causes[:1].id
        return values

    @api.depends("cause_ids", "target_id")
    @api.depends_context("uid")
    def _compute_ticket_count(self):
        for merge in self:
            # All that change are counted, also those the manager may not see; none of
            # those about the manager, which would tell that there are.
            merge.ticket_count = (
                self.env["helpdesk.ticket"]
                .sudo()
                .with_context(active_test=False)
                .search_count(
                    Domain("complaint_cause_id", "in", merge._get_others().ids)
                    & not_about_asker(self.env)
                )
            )

    def _get_others(self):
        return (self.cause_ids - self.target_id)._origin

    def action_merge(self):
        """Merge the causes for good. Raises a UserError where there are none."""
        self.ensure_one()
        self.check_access("write")
        others, target = self._get_others(), self.target_id
        (others | target).check_access("write")
        if not others:
            raise UserError(self.env._("Choose at least two causes."))
        if target in self.env["complaint.cause"].search(
            [("id", "child_of", others.ids), ("id", "not in", others.ids)]
        ):
            raise UserError(
                self.env._("“%s” is part of another one you merge.", target.name)
            )
        self._move_references(others, target)
        self._join_keywords(others, target)
        others.write({"active": False})
        return {"type": "ir.actions.act_window_close"}

    def _move_references(self, others, target):
        """Point every field of any model that points to ``others`` to ``target``."""
        for name, model in self.env.items():
            if model._abstract or model._transient or not model._auto:
                continue
            for field in model._fields.values():
                if field.comodel_name != "complaint.cause" or not field.store:
                    continue
                if field.type not in ("many2one", "many2many"):
                    continue
                # Everything follows, whoever may see it.
                records = (
                    self.env[name]
                    .sudo()
                    .with_context(active_test=False, tracking_disable=UNTRACKED)
                    .search([(field.name, "in", others.ids)])
                )
                self._point_to(records, field, others, target)

    def _point_to(self, records, field, others, target):
        if field.type == "many2many":
            for record in records:
                record[field.name] = (record[field.name] - others) | target
        elif records._name == "complaint.cause":
            (records - others - target).write({field.name: target.id})
        else:
            records.write({field.name: target.id})

    def _join_keywords(self, others, target):
        """Give ``target`` the keywords of all causes, language by language."""
        joined = {
            lang: self._get_keywords((target | others).with_context(lang=lang))
            for lang, _name in self.env["res.lang"].get_installed()
        }
        source = self._get_keywords((target | others).with_context(lang="en_US"))
        target.with_context(lang="en_US").keywords = source
        for lang, words in joined.items():
            if words != source:
                target.with_context(lang=lang).keywords = words

    def _get_keywords(self, causes):
        found = (
            word.strip()
            for cause in causes
            for word in SEPARATORS.split(cause.keywords or "")
        )
        return ", ".join(dict.fromkeys(filter(None, found))) or False
