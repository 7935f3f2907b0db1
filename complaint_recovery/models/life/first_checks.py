from odoo import SUPERUSER_ID, api, fields, models
from odoo.fields import Domain

from ...tools.in_use import in_use
from .first_hour import Check, Step

#: What Odoo calls a company that nobody has named.
UNNAMED = ("My Company", "YourCompany")


class ComplaintFirstHour(models.AbstractModel):
    """The lines that come with us, and how each sees that it is done."""

    _inherit = "complaint.first.hour"

    @api.model
    def _get_checks(self):
        settings = Step(self.env._("Open the settings"), "_first_open_settings")
        company = Step(
            self.env._("Open the company"), "_first_open_company", admin=True
        )
        return {
            **super()._get_checks(),
            "people": Check(
                self.env._("A team and its people"),
                self.env._(
                    "Complaints go to a team whose tickets are complaints: its leader "
                    "is who hears of what nobody answers."
                ),
                "_first_has_team",
                (Step(self.env._("Open the teams"), "_first_open_teams"),),
            ),
            **self._get_checks_of_mail(),
            "company": Check(
                self.env._("Name, phone and logo"),
                self.env._("They stand on every mail and letter a customer gets."),
                "_first_has_face",
                (company,),
            ),
            **self._get_checks_of_people(settings),
            "hours": Check(
                self.env._("Working hours and holidays"),
                self.env._(
                    "Every deadline counts in working hours, in your time zone and "
                    "without your public holidays."
                ),
                "_first_has_hours",
                (
                    Step(
                        company.label,
                        company.do,
                        when="_first_has_no_country",
                        admin=True,
                    ),
                    Step(
                        self.env._("Enter the holidays"),
                        "_first_open_holidays",
                        admin=True,
                    ),
                ),
            ),
            **self._get_checks_of_words(settings),
        }

    @api.model
    def _get_checks_of_mail(self):
        return {
            "mail_in": Check(
                self.env._("Mail that comes in"),
                self.env._(
                    "What customers write to the team's address becomes a complaint; a "
                    "test mail that comes back shows that it arrives."
                ),
                "_first_gets_mail",
                (
                    Step(
                        self.env._("Give the team an address"),
                        "_first_open_teams",
                        when="_first_has_no_address",
                    ),
                    Step(self.env._("Send a test mail there"), "_first_send_there"),
                ),
            ),
            "mail_out": Check(
                self.env._("Mail that goes out"),
                self.env._(
                    "Acknowledgements, offers and apologies are mailed; a test mail to "
                    "yourself shows that they leave, and from which address."
                ),
                "_first_sends_mail",
                (
                    Step(
                        self.env._("Set up a server"),
                        "_first_open_servers",
                        when="_first_is_mute",
                        admin=True,
                    ),
                    Step(self.env._("Send me a test mail"), "_first_send_me"),
                ),
            ),
        }

    @api.model
    def _get_checks_of_people(self, settings):
        return {
            "limits": Check(
                self.env._("Who decides up to which amount"),
                self.env._(
                    "Within the own limit one offers at once; above it somebody is "
                    "asked. The figures we begin with are a guess."
                ),
                "_first_has_limits",
                (Step(self.env._("Open the limits"), "_first_open_limits"),),
            ),
            "director": Check(
                self.env._("An executive contact"),
                self.env._(
                    "Decides above the helpdesk managers, and hears of what stays "
                    "late. Until there is one, the managers stand in."
                ),
                "_first_has_director",
                (settings,),
            ),
        }

    @api.model
    def _get_checks_of_words(self, settings):
        return {
            "redress": Check(
                self.env._("Where else customers can turn"),
                self.env._(
                    "Told with a final answer that does not please; in many trades the "
                    "law asks for it."
                ),
                "_first_has_redress",
                (settings,),
            ),
            "languages": Check(
                self.env._("The languages of your customers"),
                self.env._(
                    "Everybody reads mails and pages in their own language once it is "
                    "switched on."
                ),
                "_first_has_languages",
                (
                    Step(
                        self.env._("Open the languages"),
                        "_first_open_languages",
                        admin=True,
                    ),
                ),
            ),
            "trial": Check(
                self.env._("A trial complaint"),
                self.env._(
                    "Play one through, from the call to the satisfied customer, and "
                    "remove it again: it counts nowhere then."
                ),
                "_first_was_tried",
                (
                    Step(
                        self.env._("Remove it again"),
                        "_first_remove_trial",
                        when="_first_trial_is_closed",
                    ),
                    Step(
                        self.env._("Go on with it"),
                        "_first_open_trial",
                        when="_first_has_trial",
                    ),
                    Step(self.env._("Begin one"), "_first_begin_trial"),
                ),
            ),
        }

    # What is looked at: of the current company, by whoever sets it up.

    @api.model
    def _first_teams(self):
        """Return the teams whose tickets are complaints."""
        companies = [False, self.env.company.id]
        # Which teams there are is no secret to whoever sets this up.
        return in_use(self.env["helpdesk.ticket.team"].sudo()).search(
            Domain("complaint_default", "=", True)
            & Domain("company_id", "in", companies)
        )

    @api.model
    def _first_has_team(self):
        return any(team.user_id and team.user_ids for team in self._first_teams())

    @api.model
    def _first_has_face(self):
        # What stands on every mail is no secret.
        company = self.env.company.sudo()
        named = company.name and company.name not in UNNAMED
        return named and company.phone and not company.uses_default_logo

    @api.model
    def _first_has_limits(self):
        """Has a person written one? Those that come with us are OdooBot's."""
        mine = Domain("company_id", "=", self.env.company.id)
        by_people = Domain("write_uid", "!=", SUPERUSER_ID)
        # That there is one, not which.
        authorities = in_use(self.env["complaint.authority"].sudo())
        return authorities.search_count(mine & by_people, limit=1)

    @api.model
    def _first_has_director(self):
        # Whether there is one is no secret to whoever sets this up.
        return self.env.company.sudo().complaint_director_id

    @api.model
    def _first_has_no_country(self):
        company = self.env.company
        # The working hours of a company are no secret.
        return not (company.country_id and company.sudo().resource_calendar_id.tz)

    @api.model
    def _first_has_hours(self):
        # Working hours are no secret.
        calendar = self.env.company.sudo().resource_calendar_id
        ahead = calendar.global_leave_ids.filtered(
            lambda leave: leave.date_to > fields.Datetime.now()
        )
        return not self._first_has_no_country() and ahead

    @api.model
    def _first_has_redress(self):
        # It is told to customers.
        return self.env.company.sudo().complaint_redress

    @api.model
    def _first_has_languages(self):
        return len(self.env["res.lang"].get_installed()) > 1

    # What the buttons open.

    @api.model
    def _first_open(self, xmlid, **more):
        action = self.env["ir.actions.actions"]._for_xml_id(xmlid)
        return {**action, **more}

    @api.model
    def _first_open_teams(self):
        return self._first_open("helpdesk_mgmt.helpdesk_ticket_team_action")

    @api.model
    def _first_open_servers(self):
        return self._first_open("base.action_ir_mail_server_list")

    @api.model
    def _first_open_company(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": "res.company",
            "res_id": self.env.company.id,
            "views": [(False, "form")],
        }

    @api.model
    def _first_open_limits(self):
        return self._first_open("complaint_recovery.complaint_authority_action")

    @api.model
    def _first_open_settings(self):
        return self._first_open("complaint_recovery.complaint_settings_action")

    @api.model
    def _first_open_languages(self):
        return self._first_open("base.res_lang_act_window")

    @api.model
    def _first_open_holidays(self):
        return self._first_open("complaint_recovery.complaint_holidays_action")
