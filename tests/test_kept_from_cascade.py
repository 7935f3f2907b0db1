from odoo.exceptions import UserError

from .common.cascade import CascadeRules
from .common.secret import SecretCommon


class TestCascade(CascadeRules, SecretCommon):
    """In the core addon alone."""

    def test_whoever_has_it_rewrites_nothing_of_a_todo_that_tells_of_something(self):
        """What stands for a deadline shows what that says, whatever app shows it."""
        todo = self._held()["mail.activity"]
        for vals in (
            {"res_name": "All is well"},
            {"feedback": "Done"},
            {"date_done": "2020-01-01"},
            {"previous_activity_type_id": todo.activity_type_id.id},
        ):
            for person in (todo.user_id, self.manager):
                with (
                    self.subTest(vals=vals, person=person.login),
                    self.assertRaises(UserError),
                    self.cr.savepoint(),
                ):
                    todo.with_user(person).write(vals)
