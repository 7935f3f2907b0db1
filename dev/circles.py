"""Which of our words customers read: they come in more languages than the others.

A term is in the customers' circle by where it stands in the code. `make i18n` keeps the
catalogues of CUSTOMERS by it, and tests/test_i18n.py looks whether they are complete.
"""

#: Languages of all terms: Chinese of the mainland and of Taiwan, German, French and
#: Spanish.
DESK = ("zh_CN", "zh_TW", "de", "fr", "es")
#: Languages of what customers read, beside those: Italian, Dutch, Portuguese of Brazil
#: and Japanese.
CUSTOMERS = ("it", "nl", "pt_BR", "ja")

#: Where what customers read stands, as the beginning of an occurrence.
PLACES = (
    "code:addons/complaint_recovery/controllers/",
    "code:addons/complaint_recovery/models/portal/",
    "code:addons/complaint_recovery/models/contact/wording.py",
    "code:addons/complaint_recovery/models/contact/correspondence.py",
    "code:addons/complaint_recovery/models/contact/mail_parts.py",
    # What a mail without words is: it stands as the complaint's text on their page.
    "code:addons/complaint_recovery/models/contact/contents.py",
    "code:addons/complaint_recovery/models/remedy/option_words.py",
    "code:addons/complaint_recovery/static/src/portal/",
    "model:complaint.apology.template,body",
    "model:complaint.remedy.type,name",
    "model:complaint.remedy.type,description",
    "model:mail.template,subject",
    "model:mail.template,body_html",
    "model_terms:ir.ui.view,arch_db:complaint_recovery.letter",
    "model_terms:ir.ui.view,arch_db:complaint_recovery.login_",
    "model_terms:ir.ui.view,arch_db:complaint_recovery.mail_",
    "model_terms:ir.ui.view,arch_db:complaint_recovery.portal_",
    "model_terms:ir.ui.view,arch_db:complaint_recovery.report_decision",
    "model_terms:ir.ui.view,arch_db:complaint_recovery.report_visit",
    "model_terms:ir.ui.view,arch_db:complaint_recovery_account.portal_",
    "model_terms:ir.ui.view,arch_db:complaint_recovery_website.",
    "model_terms:ir.ui.view,arch_db:complaint_recovery_sale.sale_order_portal_",
    "model_terms:ir.ui.view,arch_db:complaint_recovery_stock.report_return_",
    *(
        f"model:ir.model.fields.selection,name:complaint_recovery.selection__complaint_interaction__{name}__"
        # The channel names a promised visit or call.
        for name in ("satisfaction", "helped", "quick", "kind", "channel")
    ),
    *(
        f"model:ir.model.fields,field_description:complaint_recovery.field_complaint_interaction__{name}"
        for name in ("helped", "quick", "kind")
    ),
)
#: What stands in one of these places and is for colleagues alone. The export of what is
#: kept of a person is none of the places: a manager makes it in their own language.
COLLEAGUES = (
    "model_terms:ir.ui.view,arch_db:complaint_recovery.mail_template_",
    *(
        f"model:mail.template,{field}:complaint_recovery.mail_template_{name}"
        for field in ("subject", "body_html")
        for name in ("escalation", "review", "director")
    ),
)
#: Said to customers from elsewhere.
WORDS = frozenset(
    {
        # Of remedies delivered by a document.
        "Credit note %s",
        "Credit note %s, paid",
        "Your invoice is corrected: %(credit)s takes the place of the former one, "
        "and %(invoice)s is the new one.",
        "Your refund of %(amount)s is booked: credit note %(credit)s. We will write "
        "to you again when it is paid.",
        "Your refund of %(amount)s is booked: credit note %(credit)s. It reduces the "
        "amount due on %(invoice)s.",
        "Your refund of %(amount)s is paid. It may take your bank a few days.",
        "What we promised you is done: %s.",
        "Used on %s",
        "an order",
        "Delivery %s",
        "Return %s",
        "Repair %s",
        "Your %(product)s is repaired. Our number for it: %(number)s.",
        "Please put the attached sheet into the parcel and send this back to us: "
        "%(goods)s.",
        "What you sent back has arrived. Our number for it: %s.",
        "Your replacement is on its way. The number of the delivery: %s.",
        "%(code)s, worth %(amount)s",
        "%(code)s, worth %(amount)s, valid until %(day)s",
        "Here is what we promised you. Your code: %s.",
        "Your code: %s",
        "%(kept)s of %(all)s promises kept",
        "%(remedy)s (%(amount)s)",
        "%(name)s has been told about your complaint. You will hear from them by "
        "%(when)s at the latest.",
        "Apology %s",
        "Decision %s",
        "Hello %s,",
        "Hello,",
        "We will be later than we said: %(what)s, now by %(when)s.",
        "This corrects our apology of %s.",
        # Proposed words that a person looks at before they are sent.
        "We have looked into your case: [… what we found, what we decided and why].",
        "We have looked into a matter that concerns you: "
        "[… what we found, what we decided and why].",
        # Names of promises and complaints, on their page and in mails.
        "Call back",
        "Call back: %s",
        "Complaint by phone",
        # Answers to what they typed.
        "Please write the amount like %(example)s, or leave it empty.",
        "“%(text)s” can be read in two ways. Please write the amount like %(example)s.",
        "Write to us on the page of the complaint.",
    }
)
#: What Website's apps write on a model of theirs that an addon of ours extends.
OTHERS = "model:ir.model,website_form_label:"


def is_of_others(entry):
    """Return whether this entry is no word of ours, wherever it was exported from."""
    return all(place.startswith(OTHERS) for place, _line in entry.occurrences)


def is_for_customers(entry):
    """Return whether customers read this entry of a catalogue."""
    places = [place for place, _line in entry.occurrences]
    told = [p for p in places if p.startswith(PLACES) and not p.startswith(COLLEAGUES)]
    return bool(told) or entry.msgid in WORDS
