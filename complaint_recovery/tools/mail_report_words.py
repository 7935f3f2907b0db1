"""What mail servers say of a mail of ours in words: tables, which ask nothing."""

import re

FAILED, DELAYED, DELIVERED = "failed", "delayed", "delivered"
RELAYED, READ, DELETED, SPAM = "relayed", "read", "deleted", "spam"

#: What the subject of one in words begins with or holds, in one case.
SUBJECTS = (
    (
        DELAYED,
        "delivery delayed",
        "delayed",
        "(delay)",
        "verzögert",
        "retardé",
        "retard",
    ),
    (
        DELAYED,
        "delivery warning",
        "delivery status notification (delay",
        "zustellung verzögert",
    ),
    (DELAYED, "warning: message", "warning: could not send", "still undelivered"),
    (DELAYED, "delivery temporarily", "entrega retrasada", "ritardata", "延迟", "延遲"),
    (DELIVERED, "(success)", "delivered:", "zugestellt:", "successful mail delivery"),
    (RELAYED, "relayed:", "(relayed)", "weitergeleitet an server"),
    (FAILED, "undeliver", "failure notice", "returned mail", "(failure)", "nondeliver"),
    (
        FAILED,
        "delivery failed",
        "delivery failure",
        "delivery has failed",
        "unzustellbar",
    ),
    (FAILED, "mail delivery fail", "delivery status notification", "delivery report"),
    (FAILED, "mail system error", "delivery error", "message not delivered"),
    (FAILED, "could not be delivered", "returning message to sender", "non-delivery"),
    (
        FAILED,
        "mail error",
        "failed mail",
        "user unknown",
        "unknown user",
        "mail failed",
    ),
    (
        FAILED,
        "delivery notification",
        "delivery problem",
        "message failure",
        "mail failure",
    ),
    (
        FAILED,
        "zustellung fehlgeschlagen",
        "nicht zugestellt",
        "unzustellbar",
        "rejected mail",
    ),
    (FAILED, "non remis", "non distribu", "échec de la remise", "échec de livraison"),
    (
        FAILED,
        "no se pudo entregar",
        "no entregado",
        "non recapitat",
        "mancato recapito",
    ),
    (FAILED, "onbestelbaar", "niet bezorgd", "não entregue", "falha na entrega"),
    (FAILED, "nie można dostarczyć", "niedostarczon", "не доставлен", "недоставлен"),
    (
        FAILED,
        "olevererbar",
        "kan ikke leveres",
        "退信",
        "无法投递",
        "無法投遞",
        "無法傳遞",
    ),
    (FAILED, "配信不能", "配信できません", "送信できません", "배달되지", "반송"),
)
#: What the words say where the subject does not tell.
TEXTS = (
    (FAILED, "permanent error", "permanent failure", "permanently", "giving up"),
    (FAILED, "not going to try again", "given up", "user unknown", "no such user"),
    (FAILED, "does not exist", "mailbox is full", "mailbox full", "dauerhaft"),
    (DELAYED, "not yet been delivered", "will be retried", "still being retried"),
    (DELAYED, "will continue to", "will keep trying", "do not need to resend"),
    (
        DELAYED,
        "need not send it again",
        "temporarily",
        "delayed",
        "wird weiter versucht",
    ),
    (DELIVERED, "successfully delivered", "was delivered to"),
)
#: What it says while the server goes on trying, whatever its subject is.
TRYING = (
    *("attempts will continue", "will continue to try", "will be retried"),
    *("still being retried", "will keep trying", "has been postponed", "will retry"),
    *("will be made for", "wird weiter versucht", "versuche fortgesetzt"),
    *("nouvelle tentative", "se seguirá intentando", "继续尝试", "繼續嘗試"),
)
#: What a server says of a mail in its first lines; people say it of parcels, without a
#: word of mail.
SAID = re.compile(
    r"(your|the following|that you sent|attached|original|below) ?(e-?mail|message)?"
    r".{0,120}(could not|cannot|can not|was not|couldn't|unable to|not) (be )?deliver"
    r"|unable to deliver (message|mail|the)|could not deliver (the )?(message|mail)"
    r"|returned mail|delivery of e?-?mail|failed recipients?"
    r"|\b5\d\d[ -]#?5\.\d\.\d|\b55[0-4]\b.{0,80}(user|mailbox|recipient|address|relay)"
    r"|user unknown|unknown user|no such user|mailbox (is )?(full|unavailable)"
    r"|nachricht.{0,80}nicht zugestellt|message n'a pas pu|mensaje no (se pudo|ha sido)"
    r"|messaggio non (è stato|può)|无法投递|無法投遞|無法傳遞|退信",
    re.DOTALL,
)
#: Servers that refuse a mail report that they deleted it, and why.
REJECTED = re.compile(
    r"rejected|refused|quota exceeded|abgelehnt|refusé|rechazad|拒收|拒绝"
)
