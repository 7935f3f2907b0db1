"""How remedies get the document that proves them, said once a kind."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Maker:
    """What makes the document of the remedies of a kind.

    Read through ``complaint.remedy._get_makers()``, where glue addons describe theirs.
    """

    #: Model of the document; it inherits ``complaint.document``.
    model: str
    #: What such a document is called, in words: "Credit note".
    label: str
    #: Method of the remedy: makes the document, neither posted nor confirmed, and
    #: returns it. It runs as superuser in the company of the complaint, once.
    make: str
    #: In words what is left to do with it: "Post the credit note".
    task: str
    #: External id of the group whose people do that; "" for whoever handles it.
    group: str = ""
    #: Field of ``res.company``: whom it named to do that, one of the group; "" where
    #: nobody is named.
    named: str = ""
    #: Method of the remedy: returns whether it gets one; "" for always.
    applies: str = ""
    #: Method of the remedy: sends what was made to the customer, by a button; "" where
    #: the document says by itself that it is done.
    send: str = ""
