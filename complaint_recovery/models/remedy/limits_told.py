from odoo import SUPERUSER_ID, api, models
from odoo.tools import format_list


class ResCompany(models.Model):
    """Whoever changes who decides on how much is heard of by those above."""

    _inherit = "res.company"

    def write(self, vals):
        if "complaint_director_id" not in vals:
            return super().write(vals)
        # Who directs a company is told to those it concerns.
        before = {company: company.complaint_director_id for company in self.sudo()}
        result = super().write(vals)
        for company, former in before.items():
            if (now := company.complaint_director_id) != former:
                company._complaint_tell_limits(
                    lambda env, former=former, now=now: env._(
                        "Executive contact: %(new)s instead of %(old)s.",
                        new=now.name or env._("nobody"),
                        old=former.name or env._("nobody"),
                    ),
                    former,
                )
        return result

    def _complaint_tell_limits(self, say, others=None):
        """Put a note into the inbox of the executive contact and the managers.

        Of nobody who did it, nor of what a module brings. ``say(env)`` returns the
        words in the reader's language; ``others`` hear as well.
        """
        self.ensure_one()
        if self.env.uid == SUPERUSER_ID:
            return
        company = self.sudo()  # Who is told is decided by the rule.
        users = company.env["res.users"]
        told = users._complaint_managers(company) | company.complaint_director_id
        for user in (told | (others or users)) - self.env.user:
            env = company.with_context(lang=user.lang).env
            company.env["mail.thread"].message_notify(
                author_id=self.env.user.partner_id.id,
                partner_ids=user.partner_id.ids,
                subject=env._("%s: who decides on how much", company.name),
                body=say(env),
            )


class ComplaintAuthority(models.Model):
    """A limit that changes is told to those who stand above."""

    _inherit = "complaint.authority"

    @api.model_create_multi
    def create(self, vals_list):
        limits = super().create(vals_list)
        limits._tell_changed({})
        return limits

    def write(self, vals):
        before = self._describe()
        result = super().write(vals)
        self._tell_changed(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_and_tell(self):
        before = self._describe()
        for limit in self:
            limit._tell(before[limit.id], self.env._("nothing"))

    def _describe(self):
        return {limit.id: limit._describe_whole() for limit in self}

    def _describe_whole(self):
        """Return in words who decides up to what by this limit."""
        self.ensure_one()
        roles = dict(self._fields["role"]._description_selection(self.env))
        # Who is named in a limit is no secret to whoever may change it.
        people = self.sudo().user_ids.mapped("name") or [
            self.group_id.sudo().name or roles.get(self.role, "")
        ]
        if not self.active:
            return self.env._("%s: not in use", self.name)
        return self.env._(
            "%(name)s: %(who)s up to %(limit)s",
            name=self.name,
            who=format_list(self.env, people),
            limit=self._format_limit(
                float("inf") if self.unlimited else self.amount, self.company_id
            ),
        )

    def _tell_changed(self, before):
        now = self._describe()
        for limit in self:
            if now[limit.id] != before.get(limit.id):
                old = before.get(limit.id, self.env._("nothing"))
                limit._tell(old, now[limit.id])

    def _tell(self, old, new):
        self.company_id._complaint_tell_limits(
            lambda env: env._(
                "Approval limit “%(new)s” instead of “%(old)s”.", new=new, old=old
            )
        )
