"""Every word that comes in or goes out, and who may listen to it.

Here live the exchanges with the customer (``complaint.interaction``), letters kept
exactly as sent, the look at words before they go out, ready-made words with blanks, the
mail gateway (who wrote, what it holds, what did not arrive: ``mail_reports.py``),
followers, and the mails a customer gets, and those of other addons that are held back.
Which mails open a complaint is said in ticket/. One comes in by
``_complaint_record_exchange()``, by a message posted on the ticket or by the gateway's
``message_new()``; mails to colleagues by ``_complaint_mail_colleagues()`` of their
template. Hooks: ``_complaint_announce()`` (news for those outside the desk;
``_complaint_tell()`` tells colleagues of the desk), ``_complaint_confirmed()`` (whom a
machine may write to), ``_complaint_news_readers()``, ``_complaint_unwanted_names()``,
``_complaint_values_by_mail()`` (of a new one), ``_complaint_note_bounce()`` and
``_complaint_note_report()`` (of a mail that did not arrive), ``_complaint_lang()``,
``_complaint_duty_to_inform()``, ``_complaint_told_changes()``,
``_get_fitting_answers()``; ``_promise()``, ``_keep_promise()`` and ``_break_promise()``
of a planned exchange. It calls guard/ and setup/, and the clock through the ticket.
"""

from . import letter
from . import outgoing
from . import names
from . import chatter
from . import answerable
from . import placeholders
from . import interaction
from . import ir_qweb
from . import conversation
from . import news
from . import inbox
from . import followers
from . import entitled
from . import inviting
from . import gateway
from . import wording
from . import ticket_placeholders
from . import correspondence
from . import sender
from . import customer_mails
from . import page_link
from . import offer_mail
from . import mail_parts
from . import addresses
from . import told_address
from . import undo
from . import staff_mails
from . import held_back
from . import mail_server
from . import sample
from . import mail_thread
from . import writer
from . import numbers
from . import mail_reports
from . import res_partner
from . import complainant
from . import mail_words
from . import opening_mail
from . import contents
from . import rescue
from . import handed_in
from . import mail_alias
from . import mail_mail
from . import ir_actions_report
