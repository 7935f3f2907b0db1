from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from ...tools.late_constraint import add_foreign_keys
from ...tools.late_index import LateIndex
from ...tools.marks import COMING, FOLLOWS, UNTRACKED
from ...tools.own_hand import without_hand

#: Writing one of these may concern a complaint; anything else is the parent's.
TRIGGERS = frozenset(
    {"stage_id", "team_id", "user_id", "partner_id", "company_id", "category_id"}
    | {"active", "partner_email", "duplicate_id"}
)


class HelpdeskTicket(models.Model):
    """A ticket, which may be a complaint. Each concern has its own file."""

    _inherit = "helpdesk.ticket"

    # A path over messages finds them without asking whose they are: on the own ticket
    # customers would find out what our notes say. Their page reads them otherwise.
    message_ids = fields.One2many(groups="base.group_user")
    website_message_ids = fields.One2many(groups="base.group_user")

    # The parent looks tickets up by these, and has no index for it.
    _partner_idx = LateIndex("(partner_id) WHERE partner_id IS NOT NULL")
    _commercial_partner_idx = LateIndex(
        "(commercial_partner_id) WHERE commercial_partner_id IS NOT NULL"
    )
    _duplicate_idx = LateIndex("(duplicate_id) WHERE duplicate_id IS NOT NULL")
    # The parent's order: a list of all complaints reads one page, not all of them.
    _complaint_order_idx = LateIndex(
        "(priority DESC, sequence, number DESC, id DESC) WHERE is_complaint IS TRUE"
    )
    # The order of our own lists, as their view says it.
    _complaint_list_idx = LateIndex(
        "(complaint_level DESC, complaint_next_due_at, id DESC)"
        " WHERE is_complaint IS TRUE"
    )

    def _auto_init(self):
        result = super()._auto_init()
        # Once Odoo knows which there are, and the tables they lead to.
        self.pool.post_init(add_foreign_keys, self)
        return result

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._without_controls(vals) for vals in vals_list]
        numbers = self._complaint_given_numbers(vals_list)
        split = [self._complaint_split_create(vals) for vals in vals_list]
        made = {}
        for (history, coming), rows in self._complaint_split_rows(split).items():
            # Nobody is told of what is history, nor strangers of what comes.
            told = {"tracking_disable": UNTRACKED} if history else {}
            told |= {"complaint_coming": COMING} if coming else {}
            model = super(HelpdeskTicket, self.with_context(**told))
            ids = model.create(list(rows.values())).ids
            made |= dict(zip(rows, ids, strict=True))
        tickets = self.browse(made[index] for index in range(len(split)))
        self._complaint_keep_numbers_apart(numbers)
        intents = {
            t.id: intent for t, (_own, intent) in zip(tickets, split, strict=True)
        }
        defaults = self._complaint_default_ids()
        complaints = tickets.filtered(
            lambda t: intents[t.id] is not None or t._complaint_is_default(defaults)
        )
        judged = tickets.sudo()  # Whom it is about, and what it is led to.
        kept = judged.filtered("complaint_about_user_id")
        joined = judged.filtered(lambda t: t.duplicate_id or t.complaint_origin_id)
        if complaints:
            complaints._complaint_create(intents)
        kept._complaint_tell_about(
            {t: t.complaint_about_user_id.browse() for t in kept}
        )
        joined._complaint_join()
        return tickets

    @api.model
    @tools.ormcache(cache="stable")
    def _complaint_told_keys(self):
        """Return the fields of others whose writing may concern a complaint."""
        triggers = self.env["complaint.escalation.rule"]._get_triggers().values()
        return TRIGGERS.union(*(trigger.written for trigger in triggers))

    def write(self, vals):
        vals = self._without_controls(vals)
        told = self._complaint_told_keys()
        if not any(key in told or "complaint" in key for key in vals):
            self._complaint_check_fixed(vals)
            if {"name", "description"} & vals.keys():
                self._complaint_ever()._complaint_keep_words(vals)
            return super().write(vals)
        vals = dict(vals)
        self._complaint_check_write(vals)
        self = without_hand(self)  # What follows is judged for itself.
        complaints = self.filtered("is_complaint")
        if not complaints:
            if vals.get("complaint_stage_id") and "is_complaint" not in vals:
                raise UserError(self.env._("%s is not a complaint.", self[:1].number))
            self._complaint_ever()._complaint_keep_words(vals)
            before = self._complaint_secrets(vals)
            result = super().write(vals)
            self._complaint_after_secrets(vals, before)
            self._complaint_mark_by_default(vals)
            return result
        return self._complaint_write(vals, complaints)

    def _complaint_create(self, intents):
        """Make complaints of new tickets, and bring them to the stage asked for.

        ``intents`` maps ticket ids to what was asked, None where a switch did it.
        """
        imported = self.filtered(
            lambda t: (intents[t.id] or {}).get("complaint_imported")
        )
        imported._complaint_import(intents)
        fresh = self - imported
        fresh._complaint_mark()
        for ticket in fresh:
            stage_id = (intents[ticket.id] or {}).get("complaint_stage_id")
            # Where it stands is compared, not shown.
            if stage_id and stage_id != ticket.sudo().complaint_stage_id.id:
                ticket.write({"complaint_stage_id": stage_id})

    def _complaint_write(self, vals, complaints):
        """Write on complaints: the complaint and its ticket move together."""
        self._complaint_ever()._complaint_keep_words(vals)
        if vals.get("complaint_about_user_id"):
            complaints._complaint_pass_on(vals["complaint_about_user_id"])
        staying = self._complaint_route_ticket_stage(vals)
        moving = self - staying
        # What a change brings depends on the whole complaint, whoever made it.
        before = {t.id: t.complaint_stage_id for t in complaints.sudo()}
        policy = complaints._complaint_policy_values(vals)
        owners = {t.id: t.user_id for t in complaints}
        secrets = self._complaint_secrets(vals)
        if vals.get("company_id"):
            company = self.env["res.company"].browse(vals["company_id"])
            complaints._complaint_convert_amounts(company.sudo())  # Its currency.
        result = True
        for group_vals, stage, tickets in moving._complaint_group_by_stage(vals):
            later = {"complaint_stage_follows": FOLLOWS} if stage else {}
            followed = tickets.with_context(**later)
            result = super(HelpdeskTicket, followed).write(group_vals)
            if stage:  # In a write that every addon hears of.
                moved = tickets.sudo()  # The move itself was allowed.
                moved.write({"stage_id": stage.id})
        rest = {key: value for key, value in vals.items() if key != "stage_id"}
        if staying and rest:
            result = super(HelpdeskTicket, staying).write(rest)
        # The change was checked; what follows from it is ours to write.
        complaints.sudo()._complaint_after_write(vals, before, policy, owners)
        self._complaint_after_secrets(vals, secrets)
        self._complaint_mark_by_default(vals)
        return result

    def _complaint_keep_words(self, vals):
        """Keep what ``vals`` would overwrite for good. Extend to keep more."""

    def _complaint_policy_values(self, vals):
        """Return what the deadlines depend on, as it is before the write."""
        names = {"complaint_severity_id", "complaint_loss_ongoing"} & vals.keys()
        # Compared before and after, not shown.
        return {t.id: {name: t[name] for name in names} for t in self.sudo() if names}

    def _complaint_after_write(self, vals, before, policy, owners):
        """Do what a change brings: to stage, deadlines, owner and rules."""
        if "complaint_stage_id" in vals:  # An exchange written along moves by itself.
            moved = self.filtered(
                lambda t: t.is_complaint and t.complaint_stage_id != before[t.id]
            )
            moved._complaint_enter_stage(before)
        changed = self.filtered(
            lambda t: any(t[k] != v for k, v in policy.get(t.id, {}).items())
        )
        if changed:
            changed._complaint_replan()
        if "complaint_loss_ongoing" in vals:
            changed.filtered(
                lambda t: (
                    t.complaint_loss_ongoing != policy[t.id]["complaint_loss_ongoing"]
                )
            )._complaint_loss_changed()
        if "company_id" in vals:
            self.env["complaint.child"]._follow_company(self)
            self._complaint_ensure_company_limit()
        owning = {"user_id", "team_id", "company_id", "complaint_about_user_id"}
        if owning & vals.keys():
            self._complaint_after_owner_change(owners)
        if "company_id" in vals:
            self._complaint_leave_behind()
        if {"partner_id", "partner_email", "complaint_confidential"} & vals.keys():
            self._complaint_drop_strangers()
        self._complaint_fire_triggers(vals)
