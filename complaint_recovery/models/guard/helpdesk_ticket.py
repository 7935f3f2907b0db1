from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.import_columns import find_guarded
from ...tools.in_use import ensure_in_use, leave_out_of_use
from ...tools.own_hand import is_own_hand

#: Only methods write these; managers who import history tell them as well.
HISTORY = frozenset(
    {
        "complaint_imported",
        "complaint_first_contact_at",
        "complaint_resolved_at",
        "complaint_closed_at",
        "complaint_decision_sent_at",
        "complaint_satisfaction",
        "complaint_outcome",
        "complaint_end_reason",
    }
)
#: Only methods write these, whatever the way in.
GUARDED = frozenset(
    {
        "is_complaint",
        "complaint_imported",
        "complaint_level",
        "complaint_received_at",
        "complaint_first_contact_at",
        "complaint_apologised_at",
        "complaint_resolved_at",
        "complaint_closed_at",
        "complaint_loss_stopped_at",
        "complaint_decision_sent_at",
        "complaint_decision_anew",
        "complaint_consent_user_id",
        "complaint_decider_id",
        "complaint_decision_changed_at",
        "complaint_next_due_at",
        "complaint_last_outbound_at",
        "complaint_reopen_count",
        "complaint_satisfaction",
        "complaint_outcome",
        "complaint_end_reason",
        "complaint_authority_round",
        "complaint_override_ids",
    }
)
#: Where a complaint belongs to something else: what comes later follows them.
LINKS = frozenset({"complaint_origin_id", "duplicate_id"})
#: What is a complaint, or has been one: see ``_complaint_ever()``.
EVER = Domain("is_complaint", "=", True) | Domain("complaint_received_at", "!=", False)
#: What a ticket is called, and whose it is by its customer: the parent shows them only.
FIXED = frozenset({"number", "commercial_partner_id"})
#: May be told when a complaint is created.
GIVEN_AT_CREATE = frozenset({"is_complaint", "complaint_received_at"})


class HelpdeskTicket(models.Model):
    """What is turned away from a ticket, whatever the way in (decision 1)."""

    _inherit = "helpdesk.ticket"

    @api.model
    def _complaint_guarded_fields(self):
        """Return the names of the fields that only methods write. Extend to add."""
        return GUARDED

    def _complaint_ever(self):
        """Return those that are complaints or have been: to guards they stay one.

        Unmarked, written and marked again, nothing would have been guarded.
        """

        def is_kept(ticket):
            ticket = ticket.sudo()  # Judged, not shown.
            return ticket.is_complaint or ticket.complaint_received_at

        return self.filtered(is_kept)

    @api.model
    def _complaint_part_fields(self, names=None):
        """Return field → model of those (of ``names``) that hold parts of it."""
        child = self.pool["complaint.guarded"]
        names = self._fields if names is None else names
        return {
            name: field.comodel_name
            for name in names
            if (field := self._fields.get(name))
            and field.type == "one2many"
            and issubclass(self.pool[field.comodel_name], child)
        }

    @api.model
    def default_get(self, fields):
        """What only methods write has no default, whoever stored or sent one.

        Nor have the parts of a complaint: the system creates tickets in the context of
        whoever reports them. ``default_is_complaint`` is an intent, heard elsewhere.
        """
        parts = self._complaint_part_fields(fields)
        kept = {*self._complaint_guarded_fields(), *parts}
        given = [name for name in fields if name not in kept]
        values = super().default_get(given)
        values = leave_out_of_use(self, values)
        self._complaint_check_documents(values)
        return values

    @api.model
    def load(self, fields, data):
        if self.env.su:  # An administrator in superuser mode; others meet ``create``.
            told = HISTORY if "complaint_imported" in fields else frozenset()
            guarded = self._complaint_guarded_fields() - GIVEN_AT_CREATE - told
            self._complaint_check_guarded(find_guarded(self, fields, guarded))
        return super().load(fields, data)

    @api.model
    def _complaint_check_parts(self, vals):
        """Superuser code of others makes no parts of a complaint along with a ticket.

        As superuser it would pass by their guards. A person meets those.
        """
        if not self.env.su:
            return
        for name in self._complaint_part_fields(vals):
            imported = vals.get("complaint_imported")
            if vals[name] and not (imported and name == "complaint_interaction_ids"):
                self._complaint_check_guarded({name})

    @api.model
    def _complaint_split_create(self, vals):
        """Return the ticket's own values, and what is asked of the complaint.

        The second is None for a plain ticket.
        """
        self._complaint_check_parts(vals)
        self._complaint_check_links(vals)
        self._complaint_check_documents(vals)
        if not vals.get("complaint_imported"):
            ensure_in_use(self, vals)
        if vals.get("complaint_decision_final"):
            self._complaint_ensure_manager()
        guarded = self._complaint_guarded_fields()
        asked = {key for key in vals if key in guarded or key == "complaint_stage_id"}
        context = self.env.context
        wanted = vals.get("is_complaint", context.get("default_is_complaint"))
        stage_id = vals.get("complaint_stage_id") or context.get(
            "default_complaint_stage_id"
        )
        if not (asked or wanted or stage_id):
            return vals, None
        imported = vals.get("complaint_imported")
        if imported:
            self._complaint_check_import()
        if not is_own_hand(self):
            allowed = GIVEN_AT_CREATE | (HISTORY if imported else frozenset())
            # An empty cell of an imported file tells nothing.
            told = {name for name in asked & guarded if vals[name]}
            self._complaint_check_guarded(told - allowed)
        # Guarded values reach the record through methods, after it is there.
        own = {key: value for key, value in vals.items() if key not in asked}
        if vals.get("complaint_received_at"):
            own["complaint_received_at"] = vals["complaint_received_at"]
        if not (wanted or stage_id or imported):
            return own, None
        intent = {key: vals[key] for key in asked if key != "is_complaint"}
        return own, {**intent, "complaint_stage_id": stage_id}

    @api.model
    def _complaint_split_rows(self, split):
        """Return (history?, a complaint at once?) → index → the ticket's own values."""
        # Told, so that no default of the context or of a user sets them.
        unset = self._complaint_guarded_fields() - {"complaint_override_ids"}
        unset |= {"complaint_stage_id", "complaint_decision_final"}
        unset = dict.fromkeys(unset, False)
        rows = defaultdict(dict)
        for index, (own, intent) in enumerate(split):
            history = bool((intent or {}).get("complaint_imported"))
            rows[history, intent is not None][index] = {**unset, **own}
        return dict(sorted(rows.items()))

    @api.model
    def _complaint_link_fields(self):
        """Return the fields that lead a complaint to something else. Extend to add."""
        return LINKS

    @api.model
    def _complaint_check_links(self, vals):
        """Turn away who leads a complaint to something they may not read."""
        links = vals.keys() & self._complaint_link_fields()
        named = {name: vals[name] for name in links if vals[name]}
        if named:
            self._complaint_check_named(named)

    def _complaint_check_fixed(self, vals):
        """Turn away who writes of the parent's fields what a ticket is known by.

        Plain ones as well: what is one today may be marked tomorrow.
        """
        self._complaint_check_links(vals)
        self._complaint_check_original(vals)
        if self.env.su:
            return
        for name in FIXED & vals.keys():
            cached = self._fields[name].convert_to_cache
            if any(cached(vals[name], t) != cached(t[name], t) for t in self):
                self._complaint_check_guarded({name})

    def _complaint_check_original(self, vals):
        """Turn away who leads a duplicate elsewhere: its customer is heard there."""
        if "duplicate_id" not in vals or is_own_hand(self):
            return
        field = self._fields["duplicate_id"]
        cached = field.convert_to_cache
        for ticket in self.sudo():  # Judged, not shown.
            ended = ticket.complaint_outcome == "duplicate"
            moved = cached(vals[field.name], ticket) != ticket.duplicate_id.id
            if ended and moved and (ticket.duplicate_id or vals[field.name]):
                self._complaint_check_guarded({field.name})

    def _complaint_check_write(self, vals):
        """Raise an error where ``vals`` has what is not written directly."""
        self._complaint_check_fixed(vals)
        self._complaint_check_documents(vals)
        if not is_own_hand(self):
            self._complaint_check_guarded(
                vals.keys() & self._complaint_guarded_fields()
            )
        if not self.env.su and "complaint_decision_final" in vals:
            self._complaint_ensure_manager()
        complaints = self._complaint_ever()
        if not complaints:
            return
        # Or the reasons below would tell of it to whoever may not write it at all.
        complaints.check_access("write")
        complaints._complaint_check_handover(vals)
        complaints._complaint_check_own_team(vals)
        complaints._complaint_check_severity(vals)
        ensure_in_use(complaints, vals)
        complaints._complaint_check_decision_write(vals)
        complaints._complaint_check_kept(vals)
        complaints._complaint_check_confidence(vals)
        if "active" in vals and not vals["active"]:
            complaints.filtered("is_complaint")._complaint_ensure_archivable()
        if not self.env.su and {"partner_id", "company_id"} & vals.keys():
            complaints._complaint_check_moved(vals)

    @api.model
    def _complaint_check_guarded(self, names):
        if names:
            raise AccessError(
                self.env._(
                    "%s cannot be written directly. Use the buttons on the complaint.",
                    ", ".join(
                        self._fields[name]._description_string(self.env)
                        if name in self._fields
                        else name
                        for name in sorted(names)
                    ),
                )
            )

    def _complaint_check_kept(self, vals):
        """Raise an error where a complaint would lose its stage or severity."""
        for name in ("complaint_stage_id", "complaint_severity_id"):
            if name not in vals or vals[name] or "is_complaint" in vals:
                continue
            # Judged. What was one has no stage, and its severity when it is one again.
            for ticket in self.sudo().filtered(
                lambda t, name=name: t.is_complaint or t[name]
            ):
                raise UserError(
                    self.env._(
                        "%(number)s: a complaint cannot be without %(field)s.",
                        number=ticket.number,
                        field=self._fields[name]._description_string(self.env),
                    )
                )

    def _complaint_check_confidence(self, vals):
        """What a customer asked to keep secret, managers alone open. Log it."""
        if vals.get("complaint_confidential", True):
            return
        for ticket in self.sudo().filtered("complaint_confidential"):  # On record.
            if ticket._complaint_kept_for_customer() and not self.env.su:
                self._complaint_ensure_manager()
            ticket._complaint_log(body=self.env._("It is no longer confidential."))

    def _complaint_kept_for_customer(self):
        """Return whether it is the customer who wants it confidential."""
        self.ensure_one()
        ticket = self.sudo()  # Who filed it is no secret to whoever writes it.
        if not ticket.complaint_confidential:
            return False
        # What hangs together is kept from the same people, and opened with it.
        return any(t.create_uid.share for t in ticket._complaint_linked())

    def _complaint_ensure_archivable(self):
        # Whether it is open does not depend on who may see it.
        for ticket in self.sudo().filtered(lambda t: not t.complaint_closed_at):
            raise UserError(
                self.env._(
                    "%s is an open complaint and cannot be archived. Close it first, "
                    "as a duplicate where it was told twice.",
                    ticket.number,
                )
            )

    def _complaint_check_moved(self, vals):
        """Raise an error unless managers change customer or company. Log it.

        A handler corrects a wrong customer as long as that one has got nothing of us
        but the automatic acknowledgement, and did not file it as confidential.
        """
        for ticket in self:
            for name in {"partner_id", "company_id"} & vals.keys():
                before = ticket[name]
                if not before or before.id == vals[name]:
                    continue
                # A slip of the pen is put right by whoever notices it first.
                slip = name == "partner_id" and vals[name]
                kept = ticket._complaint_kept_for_customer()
                if not slip or kept or ticket._complaint_is_on_record():
                    ticket._complaint_ensure_manager()
                after = before.browse(vals[name])
                ticket._complaint_log(
                    body=self.env._(
                        "%(field)s changed from %(old)s to %(new)s.",
                        field=self._fields[name]._description_string(self.env),
                        old=before.display_name,
                        new=after.display_name or "–",
                    )
                )
