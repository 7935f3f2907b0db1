"""What only reads is answered by a replica (``db_replica_host``): it writes nothing."""

from .common.portal import PortalCase
from .common.routes import RoutesCase

#: Methods of ours that screens ask, and that only read.
READING = {
    ("helpdesk.ticket", "retrieve_complaint_timeline"),
    ("helpdesk.ticket.team", "retrieve_complaint_day"),
    ("helpdesk.ticket.team", "retrieve_complaint_decisions"),
    ("helpdesk.ticket.team", "retrieve_complaint_today"),
    ("helpdesk.ticket.team", "retrieve_complaint_pictures"),
}


class TestReplicaRoutes(RoutesCase):
    def test_every_page_of_ours_that_is_only_shown_says_so(self):
        shown = 0
        for rule in self._rules():
            routing = rule.endpoint.routing
            ours = "/my/complaint" in rule.rule
            if ours and set(routing["methods"] or ()) == {"GET"}:
                shown += 1
                with self.subTest(rule.rule):
                    self.assertIs(routing["readonly"], True)
        self.assertGreaterEqual(shown, 6)


class TestReplicaPages(PortalCase):
    def test_pages_write_nothing(self):
        """Odoo's tests open a read-only cursor for them; a write would be told."""
        path = f"/my/complaint/{self.ticket.id}"
        key = self.ticket.sudo()._portal_ensure_token()
        self.env.flush_all()
        for url, user in (
            ("/my/complaints", self.portal),
            ("/my/complaints?search=kettle", self.portal),
            (path, self.portal),
            ("/my/complaint/new", self.portal),
            (f"{path}/thanks", self.portal),
            (f"{path}/accept", self.portal),
            (f"{path}/file/0", self.portal),
            (path, self.other),
            (f"{path}?access_token={key}", None),
            (f"{path}?access_token=wrong", None),
        ):
            if not user:
                self.authenticate(None, None)
            with self.subTest(url), self.assertNoLogs("odoo.http", "WARNING"):
                self._get(url, user)


class TestReplicaMethods(PortalCase):
    def test_what_screens_retrieve_writes_nothing(self):
        for name, method in sorted(READING):
            model = self.registry[name]
            with self.subTest(name, method=method):
                self.assertTrue(getattr(getattr(model, method), "_readonly", False))
                self._ask(name, method)

    def _ask(self, name, method):
        self.env.flush_all()
        ids = self.ticket.ids if name == "helpdesk.ticket" else []
        with self.enter_registry_test_mode():
            with self.registry.cursor(readonly=True) as cr:
                self.assertTrue(cr.readonly)
                env = self.env(cr=cr, user=self.manager.id)
                alone = not getattr(getattr(env[name], method), "_api_model", False)
                getattr(env[name].browse(ids if alone else ()), method)()

    def test_all_that_retrieves_is_among_them(self):
        found = {
            (name, method)
            for name, model in self.registry.items()
            for method in dir(model)
            if method.startswith("retrieve_complaint_") and not model._abstract
        }
        self.assertEqual(found, READING)
