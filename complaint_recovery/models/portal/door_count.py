from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, hmac

from ...tools.addresses import mailbox
from .ir_attachment import MEGABYTE

#: What one may do within an hour without an account. Of one connection: complaints and
#: bytes of files; of one e-mail address: complaints, and mails that ask to confirm.
MOST = {
    "connection": 10,
    "bytes": 50 * MEGABYTE,
    "email": 3,
    "mail": 1,
}
#: Of these ``who`` is an e-mail address.
ADDRESSES = ("email", "mail")


class ComplaintDoorCount(models.Model):
    """How much came in one hour by one connection, or from one e-mail address.

    Neither is kept: the key is made of both and of a secret of the database.
    """

    _name = "complaint.door.count"
    _description = "Use of the Public Complaint Form"
    _log_access = False

    key = fields.Char(required=True)
    hour = fields.Datetime(required=True, index=True)
    used = fields.Integer(required=True)

    _key_idx = models.UniqueIndex("(key)")

    @api.model
    def _take(self, kind, who, amount=1):
        """Count ``amount`` of ``kind`` for ``who``; return whether there was room.

        Where there was none nothing is written. Of two at once the later begins anew.
        """
        if not self._has_room(kind, who, amount):
            return False
        hour, key = self._get_key(kind, who)
        self.env.cr.execute(
            SQL(
                """INSERT INTO complaint_door_count AS counted (key, hour, used)
                   VALUES (%(key)s, %(hour)s, %(amount)s)
                       ON CONFLICT (key) DO UPDATE SET used = counted.used + %(amount)s
                    WHERE counted.used + %(amount)s <= %(most)s
                RETURNING id""",
                key=key,
                hour=hour,
                amount=amount,
                most=MOST[kind],
            )
        )
        return bool(self.env.cr.fetchall())

    @api.model
    def _has_room(self, kind, who, amount=1):
        """Return whether ``who`` may do ``amount`` more of ``kind``. Writes nothing."""
        _hour, key = self._get_key(kind, who)
        counts = self.sudo()  # Nobody reads it but this.
        used = counts.search_fetch(Domain("key", "=", key), ["used"]).used
        return used + amount <= MOST[kind]

    @api.model
    def _get_key(self, kind, who):
        if kind in ADDRESSES:
            who = mailbox(who) or who  # Written otherwise it is no other.
        hour = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        # The secret of the database is nobody's to read.
        key = hmac(self.sudo().env, "complaint_door", f"{kind} {who} {hour}")
        return hour, key

    @api.model
    def _get_connection(self, address):
        """Return what all addresses of one connection have in common."""
        try:
            found = ip_address(address or "")
        except ValueError:
            return "unknown"
        if isinstance(found, IPv6Address):
            if found.ipv4_mapped:
                return str(found.ipv4_mapped)
            return str(ip_network((found, 64), strict=False))
        return str(found)

    @api.autovacuum
    def _gc_counts(self):
        past = fields.Datetime.now() - timedelta(days=1)
        # What is past limits nobody, whoever cleans up.
        self.sudo().search(Domain("hour", "<", past)).unlink()
