"""Marks in the context of our own calls, which no client can send."""


class Mark:
    """A value of the context that no client can send: it is compared by identity."""


#: What is posted with it is on record already, or is no word of the customer.
UNRECORDED = Mark()
#: A person names who shall follow, or tells somebody who was let follow that they do.
INVITED = Mark()
#: A template that was set up for it is sent, as a survey: nobody has typed a word.
SET_UP = Mark()
#: Whoever wrote it wants no answer by a machine.
UNANSWERED = Mark()
#: What the gateway takes in, nobody sees: an error would send the mail back.
BY_MAIL = Mark()
#: Whoever opens the complaint sends the acknowledgement, once all is written down.
MAIL_LATER = Mark()
#: It has just been told that it came in: what follows from it is no other event.
OPENING = Mark()
#: A complaint is copied by hand: nobody hears of the copy.
COPIED = Mark()
#: A name is read to be told to somebody who may know so much, and no more.
TOLD = Mark()
#: Whoever sent a mail took it back before it left: it did not come back.
UNDONE = Mark()
#: A step for many complaints is done in the background: nobody watches it.
UNWATCHED = Mark()
#: A mail is handed in by somebody who works here, and by no mail server.
BY_HAND = Mark()
#: A message is written in the thread of a record of ours, not made by itself.
POSTED = Mark()
#: A field of a record of ours is written, which keeps its value in a file.
BY_FIELD = Mark()
#: Our own code changes what is told to nobody.
UNTRACKED = Mark()
#: Odoo itself writes down what a write changed.
TRACKED = Mark()
#: Whoever files a complaint has only said who they are.
UNCONFIRMED = Mark()


class ReadBy(Mark):
    """A mark that names records: who asks has just been let read them."""

    def __init__(self, records):
        self.model, self.ids = records._name, frozenset(records.ids)

    def names(self, records):
        return records._name == self.model and self.ids.issuperset(records.ids)


class RenderedFor(ReadBy):
    """A mark that names records: our own code makes words or letters of them."""


#: Our own code alters or removes what is otherwise kept as it was.
OWN_HAND = Mark()
#: A complaint moves, and the stage of its ticket is written right after.
FOLLOWS = Mark()
#: The stage of a ticket changes by the way: nobody asked to end a complaint.
BY_THE_WAY = Mark()
#: Tickets that are complaints as soon as they are made.
COMING = Mark()
#: Odoo mails its invitation to sign up to the address of who is invited.
INVITED_TO_SIGN_UP = Mark()
