from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ...tools.actions import notify
from ...tools.own_hand import own_hand

#: The document stands, and what it costs is known.
STANDING = ("made", "short", "done")


class ComplaintRemedy(models.Model):
    """A remedy may be proved by a document of another app: one, and no more.

    Here it is asked for and shown (decision 29); ``making.py`` makes it, and what
    follows from it is in ``proved.py``.
    """

    _inherit = "complaint.remedy"

    by_document = fields.Boolean(
        string="Delivered by its document", compute="_compute_by_document"
    )
    document_state = fields.Selection(
        selection=[
            ("made", "Made, not done yet"),
            ("short", "Done for less than promised"),
            ("done", "Done"),
            ("undone", "Undone"),
        ],
        string="State of the document",
        copy=False,
        readonly=True,
    )
    document_name = fields.Char(
        string="Number of the document",
        copy=False,
        readonly=True,
        help="What it was called when we last heard of it.",
    )
    document_label = fields.Char(string="Document", compute="_compute_document_label")
    document_cost = fields.Monetary(
        string="Cost of the document",
        currency_field="company_currency_id",
        copy=False,
        readonly=True,
        help="What it costs us, as its own app knows it.",
    )
    document_task_id = fields.Many2one(
        "complaint.deadline",
        string="Task of the department",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    requested_at = fields.Datetime(
        string="Requested on",
        copy=False,
        readonly=True,
        help="Its amount counts at the rate of this day.",
    )
    can_make_document = fields.Boolean(compute="_compute_by_document")
    can_send_document = fields.Boolean(compute="_compute_by_document")

    _result_ref_key = models.UniqueIndex(
        "(result_ref) WHERE result_ref IS NOT NULL",
        "This document belongs to another remedy already.",
    )

    @api.model
    def _get_guarded_fields(self):
        return super()._get_guarded_fields() | {
            "document_state",
            "document_name",
            "document_cost",
            "document_task_id",
            "requested_at",
        }

    @api.model
    def _get_makers(self):
        """Return kind → ``Maker`` of its document. Extend in glue addons.

        Remedies of kinds without one are delivered by hand.
        """
        return {}

    @api.model
    def _selection_result_model(self):
        labels = {maker.model: maker.label for maker in self._get_makers().values()}
        return [*super()._selection_result_model(), *labels.items()]

    def _get_maker(self):
        """Return the ``Maker`` of this remedy's document; None: delivered by hand."""
        self.ensure_one()
        maker = self._get_makers().get(self.kind)
        if self._is_document_waiting():
            return maker  # Whatever was set up otherwise since it was made.
        if not self.type_id.by_document:
            return None
        if maker and maker.applies and not getattr(self, maker.applies)():
            return None
        return maker

    def _has_document(self):
        """Return whether its document stands."""
        self.ensure_one()
        return self.document_state in STANDING

    def _is_document_waiting(self):
        """Return whether a document was made, is there, and is not done yet."""
        self.ensure_one()
        # What one may do with it is asked where it is opened.
        return self.document_state == "made" and bool(self.sudo().result_ref)

    def _get_document(self):
        """Return the document as superuser, empty where there is none (any more)."""
        self.ensure_one()
        # What one may do with it is asked where it is opened.
        reference = self.sudo().result_ref
        return reference.exists() if reference else None

    @api.depends(
        "state", "type_id.by_document", "type_id.kind", "document_state", "result_ref"
    )
    def _compute_by_document(self):
        for remedy in self:
            maker = remedy.type_id and remedy._get_maker()
            state = remedy.document_state
            owed = bool(maker) and remedy.state == "accepted" and bool(remedy._origin)
            waits = remedy._is_document_waiting()
            remedy.by_document = waits or (bool(maker) and state != "short")
            remedy.can_make_document = owed and state in (False, "undone")
            remedy.can_send_document = owed and state == "made" and bool(maker.send)

    @api.depends("result_ref", "document_state", "document_name")
    @api.depends_context("lang", "uid")
    def _compute_document_label(self):
        """Tell number and state, and nothing else, to whoever may read the remedy."""
        for remedy in self:
            remedy.document_label = (
                remedy.document_state and remedy._describe_document()
            )

    def _describe_document(self):
        """Return number and state of the document in words."""
        self.ensure_one()
        if document := self._get_document():
            state = document._get_complaint_state_words()
            return f"{document._get_complaint_name()} · {state}"
        states = dict(self._fields["document_state"]._description_selection(self.env))
        return f"{self.document_name} · {states[self.document_state]}"

    def action_make_document(self):
        """Make the document that proves it, for the department to finish.

        Of two clicks at the same moment the second raises a UserError.
        """
        self.check_access("write")
        for remedy in self:
            remedy._lock_tickets()
            remedy._ensure_can_make_document()
            remedy._make_document()
        return notify(
            self.env._(
                "Made: %s.", format_list(self.env, self.mapped("document_label"))
            )
        )

    def action_send_document(self):
        """Send what was made to the customer, which delivers it."""
        self.check_access("write")
        for remedy in self:
            remedy._lock_tickets()
            if not remedy.can_send_document:
                raise UserError(
                    self.env._(
                        "%s: there is nothing to send, or it was sent already.",
                        remedy.display_name,
                    )
                )
            # The document is another app's; the caller answers for the remedy.
            getattr(remedy.sudo(), remedy._get_maker().send)()
        return True

    def action_open_document(self):
        """Open the document where one may, else say its number and state."""
        self.ensure_one()
        self.check_access("read")
        document = self._get_document()
        mine = document and document.with_env(self.env)
        if mine and mine.has_access("read"):
            return mine.get_formview_action()
        return notify(
            self.document_label or self.env._("%s has no document.", self.display_name),
            "warning",
        )

    def _ensure_by_hand(self):
        """Raise a UserError where a document delivers it, which names the way out."""
        if proved := self.filtered(lambda remedy: remedy.by_document)[:1]:
            raise UserError(
                self.env._(
                    "%(remedy)s is delivered when its document is done: %(document)s. "
                    "What is given without one has a remedy type of its own, which is "
                    "not delivered by its document.",
                    remedy=proved.display_name,
                    document=proved.document_label
                    or self.env._("make it with “Make the document”"),
                )
            )
        return super()._ensure_by_hand()

    def _move(self, state, **vals):
        """No remedy ends in silence whose document stands."""
        if state in ("declined", "cancelled", "refused"):
            for remedy in self.filtered(lambda r: r.document_state in STANDING):
                raise UserError(
                    self.env._(
                        "%(remedy)s has a document: %(document)s. Have that cancelled "
                        "first.",
                        remedy=remedy.display_name,
                        document=remedy.document_label,
                    )
                )
        return super()._move(state, **vals)

    @api.model
    def _forget_documents(self, models_):
        """Keep what is known of documents whose addon goes: for ``uninstall_hook``.

        Nobody has to finish them here any more.
        """
        # All there are, whoever sees them; number, state and cost stay.
        for remedy in self.sudo().search([("document_state", "!=", False)]):
            if remedy.result_ref and remedy.result_ref._name in models_:
                own_hand(remedy).result_ref = False
                remedy.document_task_id._cancel()

    def _prepare_company_vals(self, company):
        if self.document_state in STANDING and company != self.company_id:
            raise UserError(
                self.env._(
                    "%(number)s stays in %(company)s: it has a document there, "
                    "%(document)s.",
                    number=self.ticket_id.number,
                    company=self.company_id.name,
                    document=self.document_label,
                )
            )
        return super()._prepare_company_vals(company)
