from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.in_use import in_use
from ...tools.own_hand import own_hand
from .proof import STANDING


class ComplaintRemedy(models.Model):
    """Making the document of a remedy, and the task for whoever finishes it (D18)."""

    _inherit = "complaint.remedy"

    def _ensure_can_make_document(self):
        self.ensure_one()
        if not self.type_id or not self._get_maker():
            raise UserError(
                self.env._(
                    "%s is delivered by hand: no document proves it.",
                    self.display_name,
                )
            )
        if self.document_state in STANDING or self._is_former_standing():
            raise UserError(
                self.env._(
                    "%(remedy)s has its document already: %(document)s.",
                    remedy=self.display_name,
                    document=self.document_label,
                )
            )
        if self.state != "accepted":
            raise UserError(
                self.env._(
                    "%s: the document is made once the customer has accepted it.",
                    self.display_name,
                )
            )

    def _is_former_standing(self):
        """Return whether the document that was undone stands, or is about to."""
        former = self._get_document()
        return bool(former) and former._get_complaint_state() != "undone"

    def _make_document(self):
        """Make the document, link both, and give the department its task."""
        maker = self._get_maker()
        # Nobody needs rights in the other app to ask for what was approved; a person of
        # that department posts or confirms it.
        remedy = self.sudo().with_company(self.company_id)
        document = getattr(remedy, maker.make)()
        remedy._link_document(document)
        # Written by us, after the caller's right to the remedy was checked.
        own_hand(self).write(
            {
                "result_ref": f"{document._name},{document.id}",
                "document_state": "made",
                **self._prepare_document_vals(document),
            }
        )
        self._open_document_task(maker, document)
        ticket = self.ticket_id.sudo()  # A note of ours.
        ticket._complaint_log(
            body=self.env._(
                "%(remedy)s: %(document)s was made.",
                remedy=self.display_name,
                document=document._get_complaint_name(),
            )
        )

    def _link_document(self, document):
        """Link ``document`` to this remedy, in place of one that was undone."""
        if former := self._get_document():
            self._leave_document(former)
        # Whoever asked for it may write the remedy; the link is ours.
        own_hand(document).complaint_remedy_id = self.id
        # What was stamped on this remedy told of the former one.
        own_hand(self).write(self._prepare_anew_vals())

    def _leave_document(self, former):
        """Take its say from ``former``. That it stands again would still be told."""
        # The links are ours.
        own_hand(former).write(
            {"complaint_remedy_id": False, "complaint_former_id": self.id}
        )

    def _part_from_documents(self):
        """Leave no link on any document that leads back to these."""
        links = self.env["complaint.document"]._get_complaint_links()
        document = self.env.registry["complaint.document"]
        for name, model in self.env.registry.items():
            if not model._abstract and issubclass(model, document):
                # Whoever may anonymise needs no right in the other app.
                theirs = self.env[name].sudo().with_context(active_test=False)
                theirs = theirs.search(
                    Domain.OR(Domain(link, "in", self.ids) for link in links)
                )
                # The links are ours.
                own_hand(theirs).write(dict.fromkeys(links, False))

    def _prepare_anew_vals(self):
        """Return the values with which a document begins, whatever the former became.

        Extend for each stamp that tells of the document.
        """
        return {}

    def _prepare_document_vals(self, document):
        """Return what is kept of the document, in case its app goes."""
        return {
            "document_name": document._get_complaint_name(),
            "document_cost": document._get_complaint_cost(),
        }

    def _open_document_task(self, maker, document):
        """Give a person of the department the task, due when the customer was told.

        Where that is the owner, the promise itself is the task.
        """
        # Who does what in the other department is ours to find.
        user = self.sudo()._get_document_user(maker)
        ticket = self.ticket_id.sudo()  # A task for somebody outside the desk.
        if not user or user == ticket.user_id:
            return
        name = self.env._(
            "%(what)s: %(remedy)s", what=maker.task, remedy=self.display_name
        )
        task = ticket._complaint_open_deadline(
            "task",
            name,
            self.promised_at,
            user=user,
            note=document._get_complaint_link(),
        )
        # The task stands for the document; nobody chooses it.
        own_hand(self).document_task_id = task

    def _get_document_user(self, maker):
        """Return who finishes the document.

        That is whom the company named, or else who asks, or who has the rights.
        """
        self.ensure_one()
        group = maker.group and self.env.ref(maker.group, raise_if_not_found=False)
        if not group:
            return self.ticket_id.user_id
        named = maker.named and self.company_id[maker.named]
        if named and self._may_be_given_to(named, maker.group):
            return named
        able = in_use(self.env["res.users"]).search(
            [
                ("all_group_ids", "in", group.ids),
                ("share", "=", False),
                ("company_ids", "in", self.company_id.ids),
                ("id", "!=", self.ticket_id.complaint_about_user_id.id),
            ],
            order="id",
        )
        return able & self.ticket_id.user_id or able & self.env.user or able[:1]

    def _may_be_given_to(self, user, group):
        """Return whether ``user``, named once, may still do it today."""
        return (
            user.active
            and user.has_group(group)
            and user != self.ticket_id.complaint_about_user_id
            and self.company_id in user.company_ids
        )

    def _get_number_for_others(self):
        """Return the number of the complaint as other apps may show it, or "".

        It stands in no field of a document, which Odoo would quote and copy: what
        shows it asks for it (``complaint_number``). Documents are read by people who
        may not know of it: colleagues of the customer where it is confidential, the
        colleague it is about.
        """
        ticket = self.ticket_id.sudo()  # Whoever makes it need not read it.
        secret = ticket.complaint_confidential or ticket.complaint_about_user_id
        return "" if secret else ticket.number
