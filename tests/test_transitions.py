"""What goes from state to state by a table; the models come from the registry."""

from odoo.exceptions import UserError

from .common import ComplaintCommon


class TestTransitions(ComplaintCommon):
    def _get_models(self):
        """Return the models with a table of transitions: at least the five we know."""
        mixin = self.env.registry["complaint.transitions"]
        models = [
            self.env[name]
            for name, model in self.env.registry.items()
            if issubclass(model, mixin) and not self.env[name]._abstract
        ]
        self.assertGreaterEqual(len(models), 5)
        return models

    def test_every_state_has_its_line_in_the_table(self):
        for model in self._get_models():
            with self.subTest(model._name):
                states = set(model._fields["state"].get_values(self.env))
                table = model._get_transitions()
                self.assertEqual(set(table), states)
                self.assertLessEqual(set().union(*table.values()), states)

    def test_nobody_writes_the_state_directly(self):
        for model in self._get_models():
            with self.subTest(model._name):
                self.assertIn("state", model._get_guarded_fields())

    def test_what_the_table_does_not_know_is_refused(self):
        for model in self._get_models():
            for state, following in model._get_transitions().items():
                for target in model._get_transitions().keys() - following:
                    record = model.new({"state": state})
                    with self.subTest(f"{model._name}: {state} → {target}"):
                        self.assertFalse(record._movable_to(target))
                        with self.assertRaises(UserError):
                            record._move(target)

    def test_the_refusal_names_the_record_and_the_way_out(self):
        remedy = self._create_remedy(self._create_complaint())
        with self.assertRaises(UserError) as refused:
            remedy._move("delivered")
        self.assertEqual(
            str(refused.exception),
            f"{remedy.display_name} is “Draft” and cannot become “Delivered”, "
            "only To approve or Cancelled.",
        )

    def test_where_nothing_follows_the_refusal_says_so(self):
        remedy = self._create_remedy(self._create_complaint())
        remedy._move("cancelled")
        with self.assertRaisesRegex(UserError, "nothing follows after that"):
            remedy._move("delivered")
