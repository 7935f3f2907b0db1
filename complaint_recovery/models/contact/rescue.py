import logging
from xmlrpc.client import Binary

import psycopg2

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools.mail_rescue import mend_head, mend_parts, rebuild
from ...tools.marks import BY_HAND, Mark

_logger = logging.getLogger(__name__)


class Unreadable(Mark):
    """What failed in reading a mail, of which only a part could be saved."""

    def __init__(self, error):
        self.error = error


class MailThread(models.AbstractModel):
    """The mail gateway, which loses no complaint because it cannot read the mail."""

    _inherit = "mail.thread"

    @api.model
    def message_process(self, model, message, *args, **kwargs):
        raw = message.data if isinstance(message, Binary) else message
        raw = raw.encode() if isinstance(raw, str) else bytes(raw)
        raw = mend_head(raw, self._complaint_find_ours)
        if not self._complaint_is_gateway():  # Odoo goes on as superuser.
            self = self.with_context(complaint_by_hand=BY_HAND)
        try:
            return super().message_process(model, raw, *args, **kwargs)
        except (psycopg2.OperationalError, psycopg2.InterfaceError):
            raise  # It is tried again, by whoever fetches mail.
        except Exception as error:
            by_hand = self.env.context.get("complaint_by_hand") is BY_HAND
            if isinstance(self.env.context.get("complaint_unreadable"), Unreadable):
                raise
            if by_hand and isinstance(error, AccessError):
                raise
            return self._complaint_process_rest(error, model, raw, *args, **kwargs)

    @api.model
    def _complaint_find_ours(self, addresses):
        """Return those of ``addresses``, in small letters, to which an alias listens.

        Asked of very long headers alone: all aliases are fewer than what these name.
        """
        # Where a mail goes does not depend on who hands it in.
        aliases = (
            self.env["mail.alias"].sudo().search(Domain("alias_full_name", "!=", False))
        )
        names = {alias.alias_full_name.lower() for alias in aliases}
        local = aliases.filtered("alias_incoming_local").mapped("alias_name")
        return [a for a in addresses if a in names or a.partition("@")[0] in local]

    @api.model
    def _complaint_process_rest(self, error, model, raw, *args, **kwargs):
        """Take in what can be saved of a mail, where a complaint is concerned."""
        failed = Unreadable(error)
        saving = self.with_context(complaint_unreadable=failed)
        try:
            with self.env.cr.savepoint():
                return saving.message_process(model, rebuild(raw), *args, **kwargs)
        except Exception:
            _logger.info("Nothing could be saved of a mail", exc_info=True)
            raise error from None

    def _message_parse_extract_payload(self, message, *args, **kwargs):
        mend_parts(message)
        return super()._message_parse_extract_payload(message, *args, **kwargs)

    def _message_route_process(self, message, message_dict, routes):
        failed = self.env.context.get("complaint_unreadable")
        concerned = [r for r in routes or () if self._complaint_concerns(r)]
        if isinstance(failed, Unreadable) and len(concerned) < len(routes or ()):
            raise failed.error  # The parent's affair.
        if not concerned:
            return super()._message_route_process(message, message_dict, routes)
        # What a broken picture or name leaves half done is undone, not the mail lost.
        with self.env.cr.savepoint():
            thread_id = super()._message_route_process(message, message_dict, routes)
        if isinstance(failed, Unreadable):
            ticket = self.env["helpdesk.ticket"].sudo().browse(thread_id)  # As below.
            # The gateway tells it; whoever sees the complaint reads it.
            ticket._complaint_log(
                body=self.env._(
                    "This mail could not be read as it is. What could be saved stands "
                    "here, and all of it is in the attached original.eml: open it in a "
                    "mail client. What failed: %s",
                    str(failed.error)[:200] or type(failed.error).__name__,
                )
            )
        return thread_id
