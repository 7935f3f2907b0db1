from odoo import api, models

from ...tools.marks import INVITED_TO_SIGN_UP

KEY = "complaint_sign_up"


class ResPartner(models.Model):
    """Who signs up as a customer: the customer, by the mail they got."""

    _inherit = "res.partner"

    @api.private
    def signup_get_auth_param(self):
        # Odoo tells every employee who asks over RPC, where customers sign up by
        # themselves. Whoever has it makes the customer's login, reads what is
        # confidential and accepts offers. Mails are made by code, which may ask.
        return super().signup_get_auth_param()

    def _generate_signup_token(self, expiration=None):
        """Return the key; "" where a template asks for it that somebody looks at.

        Odoo renders its invitation for whoever may write the contact, and shows it to
        them or mails it anywhere.
        """
        if self.env.context.get(KEY) == "shown":
            return ""
        return super()._generate_signup_token(expiration=expiration)


class MailRenderMixin(models.AbstractModel):
    """Words made of a contact hold no key but in Odoo's own invitation."""

    _inherit = "mail.render.mixin"

    @api.model
    def _render_template(self, *args, **kwargs):
        if self.env.context.get(KEY) is not INVITED_TO_SIGN_UP:
            self = self.with_context(**{KEY: "shown"})
        return super()._render_template(*args, **kwargs)


class ResUsers(models.Model):
    """Odoo mails its invitation to the address of the login."""

    _inherit = "res.users"

    def _action_reset_password(self, *args, **kwargs):
        inviting = self.with_context(**{KEY: INVITED_TO_SIGN_UP})
        return super(ResUsers, inviting)._action_reset_password(*args, **kwargs)


class PortalWizardUser(models.TransientModel):
    """So does who grants access to the portal."""

    _inherit = "portal.wizard.user"

    def _send_email(self):
        inviting = self.with_context(**{KEY: INVITED_TO_SIGN_UP})
        return super(PortalWizardUser, inviting)._send_email()
