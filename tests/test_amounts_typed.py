import json

from lxml import etree

from .browser import BrowserCase
from .common import ComplaintCommon
from .test_amounts import AMBIGUOUS, NONE, READ

#: The reader in the browser, asked the table of the one in Python.
CODE = """
(() => {
    const module = "@complaint_recovery/fields/read_amount.esm";
    const {readAmount} = odoo.loader.modules.get(module);
    const signs = ["€", "EUR"];
    const wrong = [];
    const tried = (text, decimalPoint, places = 2) => {
        try {
            return readAmount(text, {decimalPoint, signs, places});
        } catch (error) {
            return error.ambiguous ? "two" : "none";
        }
    };
    for (const [text, decimalPoint, amount] of %(table)s) {
        const read = tried(text, decimalPoint);
        if (read !== amount) {
            wrong.push(`${text} (${decimalPoint}): ${read}, not ${amount}`);
        }
    }
    if (tried("1.250", ".", 3) !== 1.25 || tried("20.5", ".", 0) !== "none") {
        wrong.push("decimals of the currency");
    }
    if (wrong.length) {
        console.error(wrong.join("; "));
    } else {
        console.log("test successful");
    }
})();
"""


class TestAmountsTyped(ComplaintCommon, BrowserCase):
    """Amounts typed by colleagues are read as those of customers are."""

    def _views(self):
        """Yield a name, the model and the whole view of each view of ours."""
        data = self.env["ir.model.data"].search(
            [("module", "=like", "complaint_recovery%"), ("model", "=", "ir.ui.view")]
        )
        views = self.env["ir.ui.view"].browse(data.mapped("res_id"))
        for view in views.filtered(lambda view: view.model in self.env):
            whole = view._get_combined_arch()
            yield view.xml_id or view.name, self.env[view.model], whole

    def _typed(self, model, node, editable=True):
        """Yield the nodes of amounts of ours that one may type in."""
        for child in node:
            if not isinstance(child.tag, str):
                continue
            field = model._fields.get(child.get("name")) if child.tag == "field" else 0
            if field and field.relational and len(child):
                if child.get("readonly") not in ("1", "True"):
                    for view in child:
                        yield from self._typed(
                            self.env[field.comodel_name],
                            view,
                            view.tag == "form" or bool(view.get("editable")),
                        )
            elif field and field.type == "monetary":
                ours = (field._module or "").startswith("complaint_recovery")
                readonly = field.readonly or child.get("readonly") in ("1", "True")
                if editable and ours and not readonly:
                    yield child
            else:
                yield from self._typed(model, child, editable)

    def test_every_amount_one_may_type_is_read_this_way(self):
        found = 0
        for name, model, arch in self._views():
            editable = arch.tag == "form" or bool(arch.get("editable"))
            editable = editable and arch.get("edit") != "0"
            for node in self._typed(model, arch, editable):
                with self.subTest(name, field=node.get("name")):
                    self.assertEqual(
                        node.get("widget"),
                        "complaint_amount",
                        etree.tostring(node, encoding="unicode"),
                    )
                found += 1
        self.assertGreater(found, 12)

    def test_the_browser_reads_them_by_the_table_of_the_server(self):
        table = [
            *([text, point, float(amount)] for text, point, amount in READ),
            *([text, point, "two"] for text, point in AMBIGUOUS),
            *([text, ".", "none"] for text in NONE),
        ]
        self.browser_js("/odoo", CODE % {"table": json.dumps(table)}, login="admin")

    def test_shown_back_and_refused_with_an_example(self):
        self.start_tour(
            "/odoo/action-complaint_recovery.complaint_action_my",
            "complaint_amounts_tour",
            login=self.handler.login,
            timeout=90,
        )
        ticket = self.env["helpdesk.ticket"].search(
            [("is_complaint", "=", True)], order="id desc", limit=1
        )
        self.assertEqual(ticket.complaint_claim_amount, 1250.5)
