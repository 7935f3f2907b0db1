"""HTML that customers type is words, wherever it is shown."""

from lxml import etree, html
from markupsafe import Markup

from odoo.addons.complaint_recovery.tools.inert_html import inert_html
from odoo.addons.complaint_recovery.tools.rendering import rendering

from .common.doors import DoorsCase
from .common.inert import ALL, BAIT, LIVE, OVERLAY, PAYLOADS, alive
from .common.mail import MailCase


class InertCase(DoorsCase, MailCase):
    """Complaints full of it, by each way in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.jane.partner_id.name = f"Jane {PAYLOADS[1]}"
        cls.customer.name = f"Jane {PAYLOADS[1]}"

    def _by_mail(self):
        """Return the complaint a mail made, with an answer to it."""
        raw = self._write_html(self.jane.partner_id.email)
        ticket = self._receive(raw)
        message = ticket.message_ids[0]
        self._receive(
            self._write_html(ticket.partner_email, In_Reply_To=message.message_id)
        )
        self.assertGreater(len(ticket.message_ids), 1)
        return self._typed(ticket)

    def _write_html(self, sender, **headers):
        raw = self._write_mail(sender, subject=PAYLOADS[0], body=ALL, **headers)
        return raw.replace(b"text/plain", b"text/html")

    def _by_form(self):
        """Return the complaint made of the parent's form."""
        self._log_in(self.jane)
        self.company.helpdesk_mgmt_portal_select_team = True
        self.team.show_in_portal = True
        data = {"subject": PAYLOADS[0], "description": ALL, "team": str(self.team.id)}
        self._post_form("/submitted/ticket", **data)
        ticket = self.env["helpdesk.ticket"].search([], limit=1, order="id desc")
        self.assertTrue(ticket.is_complaint)
        return self._typed(ticket)

    def _typed(self, ticket):
        """Write down what the customer said, as it was said."""
        ticket = ticket.sudo()
        ticket.partner_name = PAYLOADS[1]
        ticket.complaint_desired_outcome = ALL
        ticket.complaint_suggestion = ALL
        ticket.user_id = self.handler
        self._create_interaction(ticket, summary=ALL, direction="in")
        self._attach(ticket, self.jane, name=f"{PAYLOADS[1]}.txt")
        return ticket

    def _tickets(self):
        return self._by_mail() | self._by_form()


class TestInertPages(InertCase):
    def test_the_check_finds_each_of_them_alive(self):
        dead = [payload for payload in PAYLOADS if not alive(f"<p>{payload}</p>")]
        # What is no HTML to begin with, and what only is so once decoded.
        self.assertLessEqual(len(dead), 7, dead)

    def test_pages_of_the_customer(self):
        for ticket in self._tickets():
            self._log_in(self.jane)
            for url in (
                ticket.access_url,
                f"/my/ticket/{ticket.id}",
                "/my/tickets",
                "/my/complaints",
            ):
                page = self.url_open(url)
                self.assertEqual(page.status_code, 200, url)
                self.assertFalse(alive(page.text), url)

    def test_the_conversation_of_the_page(self):
        ticket = self._by_mail()
        self._log_in(self.jane)
        told = self.make_jsonrpc_request(
            "/mail/chatter_fetch",
            {"thread_model": ticket._name, "thread_id": ticket.id},
        )
        bodies = [str(row["body"]) for row in told["data"]["mail.message"]]
        self.assertIn(BAIT, "".join(bodies))
        for body in bodies:
            self.assertFalse(alive(body))

    def test_what_the_form_shows(self):
        for ticket in self._tickets():
            for name in ("description", "complaint_explanation", "complaint_finding"):
                self.assertFalse(alive(ticket[name] or "<p/>"), name)
            for message in ticket.message_ids:
                self.assertFalse(alive(message.body or "<p/>"))

    def test_case_file(self):
        for ticket in self._tickets():
            self._log_in(self.handler)
            page = self.url_open(ticket._complaint_case_file_url())
            self.assertEqual(page.status_code, 200)
            self.assertIn(BAIT, page.text)
            self.assertFalse(alive(page.text))

    def test_letters(self):
        for ticket in self._tickets():
            apology = self._create_apology(ticket, channel="letter")
            report = self.env["ir.actions.report"].sudo()._complaint_for_us()
            for name, record in (("apology", apology), ("decision", ticket)):
                name = f"complaint_recovery.report_{name}"
                page = report._render_qweb_html(name, record.ids)[0].decode()
                self.assertFalse(alive(page), name)

    def test_mails_of_ours(self):
        ticket = self._by_mail()
        ticket.with_user(self.handler).message_post(
            body="Hello", subtype_xmlid="mail.mt_comment", subject=ticket.name
        )
        mails = self.env["mail.mail"].search([("res_id", "=", ticket.id)])
        self.assertTrue(mails)
        for mail in mails:
            self.assertFalse(alive(mail.body_html or "<p/>"), mail.subject)
        for template in self.env["mail.template"].search(
            [("model", "=", ticket._name)]
        ):
            values = rendering(template, ticket)._generate_template(
                ticket.ids, ("body_html", "subject"), find_or_create_partners=False
            )[ticket.id]
            self.assertFalse(alive(values["body_html"] or "<p/>"), template.name)
            self.assertNotIn("\n", values["subject"])


class TestInertWords(InertCase):
    """What Odoo leaves in: classes, and what is fetched while one only reads."""

    def test_hole_without_us_a_mail_lays_a_link_over_the_page(self):
        ticket = self._create_ticket(description=OVERLAY)
        self.assertIn("position-fixed", ticket.description)

    def test_mail_has_no_class_of_ours_and_fetches_nothing(self):
        raw = self._write_mail("new@client.example", body=OVERLAY + ALL)
        ticket = self._receive(raw.replace(b"text/plain", b"text/html"))
        self.assertTrue(ticket.is_complaint)
        mail = ticket.message_ids.filtered(lambda m: m.message_type == "email")
        for body in (ticket.description, mail.body):
            self.assertNotIn("position-fixed", body)
            self.assertNotRegex(body, "<(img|video)")
            self.assertIn('href="http://PWNED', body)

    def test_customer_on_the_page_lays_nothing_over_ours(self):
        ticket = self._create_complaint(partner_id=self.jane.partner_id.id).sudo()
        self._log_in(self.jane)
        body = self._write_on_page(ticket, OVERLAY).body
        self.assertNotIn("position-fixed", body)
        self.assertIn("http://PWNED", body)

    def test_pictures_in_the_mail_and_the_words_around_stay(self):
        text = '<p>See <img src="/web/image/7-x/a.png?access_token=t"/> here</p>'
        self.assertEqual(inert_html(text), text.replace("/>", ">"))
        self.assertEqual(
            inert_html('<p>a<img src="http://x/b" alt="b">c</p>'),
            '<p>a<a href="http://x/b" rel="noreferrer noopener">b</a>c</p>',
        )
        out = '<img src="/web/session/logout">'
        self.assertEqual(inert_html(out), "<a>/web/session/logout</a>")
        self.assertFalse(inert_html(""))

    def test_nothing_is_kept_that_is_not_on_the_list(self):
        """Each attribute of each tag with each address: only links name another."""
        tags = ("p", "td", "img", "video", "audio", "source", "input", "image", "b")
        names = {*LIVE, "class", "id", "name", "lowsrc", "usemap", "cite", "longdesc"}
        names |= {"data-embedded", "data-src", "t-att-src", "xmlns:xlink", "is", "slot"}
        addresses = ("//PWNED/x", "/web/image/../PWNED", "/web/image/1?PWNED=1&x=/..")
        cells = "".join(
            f'<{tag} {name}="{address}">x</{tag}>'
            for tag in tags
            for name in sorted(names)
            for address in addresses
        )
        page = html.fromstring(f"<div>{inert_html(cells)}</div>")
        found = {
            (element.tag, name)
            for element in page.iter(etree.Element)
            for name, value in element.attrib.items()
            if BAIT in value
        }
        self.assertFalse(found)
        self.assertIn("x", page.text_content())

    def test_styles_say_how_it_looks_and_fetch_nothing(self):
        kept = "color:rgb(0, 0, 0); font-weight:bold"
        self.assertIn(kept, inert_html(f'<p style="{kept}">x</p>'))
        for fetching in (
            "background-image:url(//h/x)",
            "background-image:URL( //h/x )",
            "background-image:image-set('//h/x' 1x)",
            "background-image:u\\72l(//h/x)",
            "background-image:cross-fade(url(//h/x), red)",
            "list-style-image:src('//h/x')",
        ):
            style = f'<p style="color:red;{fetching};width:5px">x</p>'
            with self.subTest(fetching):
                self.assertNotIn("//h/x", inert_html(style))
                self.assertIn("color:red", inert_html(style))

    def test_a_colleague_formats_as_they_like(self):
        ticket = self._create_complaint()
        body = Markup('<p class="text-muted">Hello</p>')
        message = ticket.with_user(self.handler).message_post(body=body)
        self.assertIn("text-muted", message.body)
