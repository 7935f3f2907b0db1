from odoo.exceptions import UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from odoo.addons.complaint_recovery.tools.own_hand import own_hand

from .common import ROLES
from .common.access import ALL_ROLES, DIALOGS, MATRIX, PLACES, rights_of
from .common.access_world import (
    CHANGES,
    GUARDED,
    SECOND,
    VIEWS,
    AccessCommon,
)


class RightsCommon(AccessCommon):
    def _rights(self, record, user, vals, change):
        """Return the rights ``user`` has on ``record``, found by trying them all."""
        own = record.with_user(user).with_context(allowed_company_ids=self.company.ids)
        steps = {
            "c": lambda: own.browse().create(vals),
            "r": lambda: own.read(["display_name"]),
            "w": lambda: own.write(change),
            "u": lambda: own.unlink(),
        }
        return "".join(right for right, step in steps.items() if self._may(step))

    def _may(self, step):
        with self.env.cr.savepoint() as savepoint:
            try:
                step()
                self.env.flush_all()
                allowed = True
            except UserError:  # No right to, or on record for good.
                allowed = False
            savepoint.rollback()
        self.env.invalidate_all()
        return allowed


class TestAccess(RightsCommon):
    """Each role × each model × create, read, write, unlink × each place."""

    def test_matrix_names_every_role_and_every_model_of_ours(self):
        for model, rows in MATRIX.items():
            for role in self.users:
                with self.subTest(model=model, role=role):
                    self.assertEqual(sum(role in roles for roles in rows), 1)
        self.assertEqual(set(self.users), set(ALL_ROLES))
        self.assertEqual(set(self._models()), MATRIX.keys() - {"helpdesk.ticket"})
        self.assertEqual(set(self._models(transient=True)), DIALOGS.keys())

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_rights_are_those_of_the_contract(self):
        for place in PLACES:
            for roles in self._alike(place):
                vals = self._ticket_vals(place, self.users[roles[0]])
                ticket = self.env["helpdesk.ticket"].create(vals)
                for model in MATRIX:
                    apart = model == "complaint.corrective.action"
                    for some in [[role] for role in roles] if apart else [roles]:
                        self._check_rights(model, place, ticket, some)

    def _alike(self, place):
        """Return the roles in parts: one part meets the same records at ``place``."""
        return [[role] for role in self.users] if place == "own" else [[*self.users]]

    def _check_rights(self, model, place, ticket, roles):
        with self.env.cr.savepoint() as savepoint:
            user = self.users[roles[0]]
            vals = self._vals(model, place, user, ticket) if model not in VIEWS else {}
            records = self.env[model]
            if model in VIEWS or model == "helpdesk.ticket":
                record = records.browse(ticket.id)  # It is there already.
            else:
                record = own_hand(records).create(vals)
            change = CHANGES.get(model, {"name": "Renamed"})
            again = {**vals, **SECOND.get(model, {})} or change
            again = {k: v for k, v in again.items() if v is not GUARDED}
            for role in roles:
                self._let_prepare(record, self.users[role])
                with self.subTest(role=role, place=place, model=model):
                    found = self._rights(record, self.users[role], again, change)
                    self.assertEqual(found, rights_of(model, role, place))
            savepoint.rollback()

    def _let_prepare(self, record, user):
        """A step of a group and its words are changed by who prepared them."""
        step = {"complaint.group.batch": record}.get(record._name)
        if record._name == "complaint.group.text":
            step = record.batch_id
        if step:
            query = "UPDATE complaint_group_batch SET create_uid = %s WHERE id = %s"
            self.env.cr.execute(query, (user.id, step.id))
            self.env.invalidate_all()

    def test_without_assignee_a_plain_ticket_is_open_to_the_whole_team(self):
        ticket = self._create_ticket(self.agent_all, user_id=False)
        self.assertTrue(ticket.with_user(self.handler).has_access("write"))
        stranger = new_test_user(
            self.env, "newcomer_user", groups=ROLES["handler"], name="Newcomer"
        )
        self.assertFalse(ticket.with_user(stranger).has_access("read"))


class TestDialogs(RightsCommon):
    """Odoo lets everybody with access to a dialog into everybody's."""

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models.unlink")
    def test_dialog_is_for_those_of_the_contract_and_its_users_alone(self):
        for role, user in self.users.items():
            given = self._given(user)
            for model, roles in DIALOGS.items():
                vals = self._dialog_vals(model, given)
                opened = "crwu" if role in roles else ""
                for owner, expected in ((user, opened), (self.colleague, opened[:1])):
                    with self.subTest(role=role, model=model, of=owner.name):
                        dialog = self.env[model].with_user(owner).sudo().create(vals)
                        change = {name: vals[name] for name in list(vals)[:1]}
                        found = self._rights(dialog.sudo(False), user, vals, change)
                        self.assertEqual(found, expected)
