"""Real raw e-mails, through Odoo's mail gateway to the alias of the complaints team."""

from email.message import EmailMessage
from email.utils import make_msgid
from pathlib import Path

from .complaint import ComplaintCommon

DATA = Path(__file__).parents[1] / "data"
ALIAS = "complaints@example.com"


def take_in(env, raw, model=None, **kwargs):
    """Hand a raw mail to the gateway, and let the job do what follows from it."""
    thread_id = env["mail.thread"].message_process(model, raw, **kwargs)
    env.flush_all()
    follow_mails(env)
    return thread_id


def follow_mails(env):
    """Do what the job does right after mails, which commits."""
    tickets = env["helpdesk.ticket"].sudo()
    tickets.search(tickets._complaint_after_mail_domain())._complaint_follow_mail()
    env.flush_all()


class MailCase(ComplaintCommon):
    """The complaints team has an alias, and mail is not switched off."""

    @classmethod
    def default_env_context(cls):
        return {"no_reset_password": True}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create({"name": "example.com"})
        cls.company.write(
            {
                "alias_domain_id": cls.domain.id,
                "email": "office@example.com",
                "phone": "+44 20 7946 0000",
            }
        )
        cls.team.write({"alias_name": "complaints", "alias_domain_id": cls.domain.id})

    def _raw(self, name, reference=None, **replaced):
        """Return the raw mail ``name``, as the mail server hands it over."""
        raw = (DATA / f"{name}.eml").read_bytes()
        if reference:
            raw = raw.replace(b"@@REFERENCE@@", reference.encode())
        for old, new in replaced.values():
            self.assertIn(old, raw)
            raw = raw.replace(old, new)
        return raw

    def _write_mail(self, sender, body="Hello?", subject="Kettle", to=ALIAS, **headers):
        """Return a raw mail somebody writes in a plain mail client."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, subject
        mail["Message-Id"] = make_msgid(domain="client.example")
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(body)
        return mail.as_bytes()

    def _answer_to(self, message, sender, **kwargs):
        return self._write_mail(sender, In_Reply_To=message.message_id, **kwargs)

    def _receive(self, raw):
        """Hand a raw mail to the gateway; return the tickets it made."""
        before = self.env["helpdesk.ticket"].search([])
        take_in(self.env, raw)
        return self.env["helpdesk.ticket"].search([]) - before

    def _receive_file(self, name, **kwargs):
        return self._receive(self._raw(name, **kwargs))

    def _mails_to(self, email):
        """Return the mails to ``email``, whether it is a contact of ours or not."""
        mails = self.env["mail.mail"].search([])
        return mails.filtered(
            lambda m: (
                email in (m.email_to or "") or email in m.recipient_ids.mapped("email")
            )
        )

    def _outsiders_written_to(self):
        """Return the addresses outside the company that we wrote to."""
        mails = self.env["mail.mail"].search([])
        outside = mails.recipient_ids.filtered("partner_share").mapped("email")
        return outside + [mail.email_to for mail in mails if mail.email_to]


class ConversationCase(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.ticket = cls._create_complaint()
        cls.colleague = cls.env["res.partner"].create(
            {
                "name": "Al",
                "email": "al@azure.example",
                "parent_id": cls.customer_company.id,
            }
        )

    def _post(self, ticket=None, user=None, partners=None, **vals):
        """Write in the chatter as somebody at a screen does, with a public message."""
        ticket = ticket or self.ticket
        return (
            ticket.with_user(user or self.handler)
            .sudo()
            .message_post(
                **{
                    "body": "We come on Friday.",
                    "message_type": "comment",
                    "subtype_xmlid": "mail.mt_comment",
                    "partner_ids": (partners or self.env["res.partner"]).ids,
                    **vals,
                }
            )
        )

    def _compose(self, mode, partners):
        return (
            self.env["mail.compose.message"]
            .with_user(self.handler)
            .with_context(
                default_model="helpdesk.ticket",
                default_res_ids=self.ticket.ids,
                default_composition_mode=mode,
            )
            .create({"body": "Hi", "subject": "Hi", "partner_ids": partners.ids})
        )
