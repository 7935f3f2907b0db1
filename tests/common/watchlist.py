from .complaint import ComplaintCommon

#: Nobody may meet it outside of where it is shown on purpose.
CANARY = "Zaffre"


class WatchlistCommon(ComplaintCommon):
    @classmethod
    def _create_entry(cls, user=None, **vals):
        """Create a suggestion as ``user`` (the manager)."""
        entries = cls.env["complaint.watchlist.entry"].with_user(user or cls.manager)
        return entries.create(
            {
                "partner_id": cls.customer.id,
                "kind": "key_customer",
                "reason": f"{CANARY} reason",
                "guidance": f"{CANARY} guidance",
                "preferred_user_id": cls.leader.id,
                **vals,
            }
        )

    @classmethod
    def _create_active(cls, **vals):
        entry = cls._create_entry(**vals)
        entry.action_activate()
        return entry

    @classmethod
    def _suggest_by_itself(cls, **vals):
        cls.company.write({"complaint_watch_suggest": True, **vals})

    @classmethod
    def _daily(cls):
        cls.env.flush_all()
        cls.env["complaint.watchlist.entry"]._run_daily()
        cls.env.invalidate_all()

    @classmethod
    def _entries(cls, **vals):
        domain = [(name, "=", value) for name, value in vals.items()]
        return cls.env["complaint.watchlist.entry"].search(domain, order="id")
