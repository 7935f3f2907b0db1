from .browser import BrowserCase
from .common import ComplaintCommon

#: Waits for what comes last of the form, then judges where things are.
CODE = """
    const wait = async (selector) => {
        for (let tries = 0; tries < 150; tries++) {
            const found = document.querySelector(selector);
            if (found) {
                return found;
            }
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
        throw new Error("not there: " + selector);
    };
    (async () => {
        await wait("[name=complaint_similar_note] a, [name=complaint_similar_note] b");
        const box = async (selector) => (await wait(selector)).getBoundingClientRect();
        %s
        console.log("test successful");
    })().catch((error) => console.error(String(error)));
"""


class LookCase(ComplaintCommon, BrowserCase):
    """Where things are on the screen of somebody who opens a complaint."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.phone = "+32 470 12 34 56"
        vals = {"name": "Kettle leaks", "description": "The kettle leaks at the base."}
        for _time in range(3):
            cls._create_complaint(**vals)
        cls.complaint = cls._create_complaint(**vals)

    def _look(self, code):
        path = (
            f"/odoo/action-complaint_recovery.complaint_action_my/{self.complaint.id}"
        )
        self.browser_js(path, CODE % code, login=self.handler.login, timeout=90)


class TestDeskWide(LookCase):
    browser_size = "1440x900"

    def test_what_was_perhaps_told_already_takes_one_line(self):
        self._look(
            """
            const {height} = await box(".alert[name=complaint_similar]");
            if (height > 45) {
                throw new Error("Perhaps told already: " + height + " px high");
            }
            """
        )

    def test_all_stages_of_a_complaint_are_in_sight(self):
        self._look(
            """
            const bar = await wait(".o_statusbar_status");
            if (!bar.textContent.includes("Closed")) {
                throw new Error("In sight: " + bar.textContent);
            }
            """
        )

    def test_a_complaint_that_changed_since_it_was_opened_opens_again(self):
        # The browser paints what it kept, then the server answers, and in the end comes
        # what is asked for late.
        self._create_remedy(self.complaint, amount=20)
        self._look(
            f"""
            const id = {self.complaint.id};
            const {{action, orm}} = odoo.__WOWL_DEBUG__.root.env.services;
            const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
            const {{modules}} = odoo.loader;
            const {{LateModel}} = modules.get("@complaint_recovery/late.esm");
            const complete = LateModel.prototype.completeRoot;
            LateModel.prototype.completeRoot = async function (root) {{
                await pause(700);
                return complete.call(this, root);
            }};
            const form = {{viewType: "form", props: {{resId: id}}}};
            const opened = async (mood) => {{
                await action.doAction("complaint_recovery.complaint_action_my", {{
                    clearBreadcrumbs: true,
                    ...form,
                }});
                for (let tries = 0; tries < 80; tries++) {{
                    const text = document.querySelector(".o_notebook_headers");
                    const said = document.querySelector(
                        "[name=complaint_sentiment] input"
                    );
                    if (document.querySelector(".o_error_dialog")) {{
                        throw new Error("The form fails.");
                    }}
                    if (
                        text?.textContent.includes("remedies 1") &&
                        said?.value === mood
                    ) {{
                        return;
                    }}
                    await pause(100);
                }}
                throw new Error("The complaint is not whole.");
            }};
            await orm.write("helpdesk.ticket", [id], {{complaint_sentiment: "calm"}});
            await opened("Calm");
            await action.doAction("complaint_recovery.complaint_day_action");
            await orm.write("helpdesk.ticket", [id], {{complaint_sentiment: "angry"}});
            await opened("Angry");
            """
        )


class TestDeskNarrow(LookCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_what_the_customer_said_is_read_without_scrolling_on_a_phone(self):
        self._look(
            """
            const {bottom} = await box(".o_complaint_words blockquote");
            if (bottom > 520) {
                throw new Error("The words end " + bottom + " px down");
            }
            """
        )

    def test_the_customer_is_called_with_one_tap_from_the_top_of_a_phone(self):
        self._look(
            """
            const {bottom} = await box("a.o_complaint_call[href^='tel:+32']");
            if (!bottom || bottom > 300) {
                throw new Error("The number ends " + bottom + " px down");
            }
            """
        )

    def test_line_of_an_offer_is_a_card_on_a_phone_and_nothing_runs_sideways(self):
        self._look(
            f"""
            const {{action}} = odoo.__WOWL_DEBUG__.root.env.services;
            action.doAction("complaint_recovery.complaint_offer_action", {{
                additionalContext: {{default_ticket_id: {self.complaint.id}}},
            }});
            (await wait(".modal [name=type_ids] input[type=checkbox]")).click();
            const amount = await wait(".modal [name=line_ids] td[name=amount]");
            const table = amount.closest(".o_list_renderer");
            if (table.scrollWidth > table.clientWidth) {{
                throw new Error(table.scrollWidth + " px of " + table.clientWidth);
            }}
            const name = getComputedStyle(amount, "::before").content;
            const type = amount.parentElement.querySelector("[name=type_id]");
            const below =
                amount.getBoundingClientRect().top -
                type.getBoundingClientRect().bottom;
            if (!name.includes("Amount") || below < -1) {{
                throw new Error(name + ", " + below + " px below");
            }}
            (await wait(".modal footer button[special=cancel]")).click();
            while (document.querySelector(".modal")) {{
                await new Promise((resolve) => setTimeout(resolve, 100));
            }}
            """
        )
