"""What nobody gets round, whatever the way in: RPC, import, copy, defaults, mail.

Here live the fields that only methods write (``complaint.guarded``), the table of which
state may follow which (``complaint.transitions``), the parts of a complaint
(``complaint.child``: of its company, gone with it) and their threads, which stay among
colleagues; the ticket's guard (``helpdesk_ticket.py``) and its secrecy, what the
parent's portal left open, and the rules of access for files, messages, who follows,
who was told and who reacts (``mail_reaction.py``); what dialogs name, what lists are
searched by, numbers that are none, in whose name people post, who makes a message
(``by_whom.py``), what they answer (``mail_quoted.py``), what changed, and what mails
are that somebody asks for (``mail_asked.py``); what is taken out of messages past their
reading (``mail_exported.py``), whose Odoo's dialogs about ours are (``dialogs.py``),
which files fields write (``filed.py``), who speaks for a customer
(``spoken_for.py``), and who becomes one by signing up (``sign_up.py``).
``belonging.py`` says what belongs to ours and who hears a name, ``named.py`` judges
what records of any model name of ours, ``about.py`` who reads those of other apps,
``mail_scheduled_message.py`` what is planned to be said, ``shared_view.py`` filters for
others.
Who may know of a complaint is said by ``_get_complaint_secrecy()`` (``ir_rule.py``);
``secrecy.py`` keeps its title, key and copies from the others.
Who writes is asked of ``tools/own_hand.py``. One comes in by ``create()`` and
``write()`` of any of these models. Hooks:
``_get_guarded_fields()``, ``_get_frozen_fields()``,
``_prepare_guarded_vals()``, ``_get_transitions()``, ``_get_thread_tickets()``,
``_get_complaint_secrecy()``, ``_get_complaint_deputised()``,
``_complaint_link_fields()``. It calls the ticket's own checks, and no other room.
"""

from . import belonging
from . import base
from . import numbers
from . import named
from . import stored_condition
from . import about
from . import guarded
from . import transitions
from . import child
from . import thread
from . import helpdesk_ticket
from . import secrecy
from . import parent_portal
from . import chatter
from . import helpdesk_ticket_stage
from . import ir_actions_server
from . import ir_rule
from . import filed
from . import ir_attachment
from . import ir_binary
from . import mail_message
from . import mail_reaction
from . import mail_quoted
from . import mail_exported
from . import mail_tracking_value
from . import mail_followers
from . import mail_notification
from . import mail_scheduled_message
from . import mail_link_preview
from . import by_whom
from . import spoken
from . import spoken_for
from . import mail_render_mixin
from . import mail_asked
from . import dialogs
from . import sign_up
from . import shared_view
