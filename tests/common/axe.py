"""Pages judged for what bars people: contrast, names of fields, order of headings."""

from pathlib import Path

from ..browser import BrowserCase

#: Provisioned from dev/package.json; nothing is loaded from elsewhere.
AXE = Path(__file__).parents[2] / ".dev/node/node_modules/axe-core/axe.min.js"
#: Loads axe. ``judge`` is for the code that gets the page ready.
JUDGE = """
(async () => {
    const script = document.createElement("script");
    script.src = "%(axe)s";
    document.head.append(script);
    await new Promise((resolve) => script.addEventListener("load", resolve));
    const judge = async (least, context = document, others = () => []) => {
        const found = await axe.run(context);
        const grave = found.violations.filter((rule) =>
            ["serious", "critical"].includes(rule.impact)
        );
        const told = grave.map(
            (rule) =>
                rule.id + rule.nodes.map((node) => " " + node.html.slice(0, 160))
        );
        told.push(...others());
        if (told.length) {
            console.error("axe: " + told.join("; "));
        } else if (found.passes.length < least) {
            console.error("axe judged nothing: " + found.passes.length);
        } else {
            console.log("test successful");
        }
    };
    %(code)s
})();
"""


class AxeCase(BrowserCase):
    """No serious or critical barrier, nor what a test adds to them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.axe = cls.env["ir.attachment"].create(
            {
                "name": "axe.js",
                "raw": AXE.read_bytes(),
                "mimetype": "application/javascript",
                "public": True,
            }
        )

    def _look(self, path, code, login, timeout=60):
        """Open the page, and run ``code``, which ends with ``judge(least)``.

        That is the least number of rules that must have been found kept.
        """
        code = JUDGE % {"axe": f"/web/content/{self.axe.id}", "code": code}
        self.browser_js(path, code, login=login, timeout=timeout)
