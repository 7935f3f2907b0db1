"""A customer's mail as colleagues pass it on, by client and language."""

# ruff: noqa: E501

NAME, ADDRESS = "Nora New", "nora@new.example"
WORDS = "The chair broke on the first day.\nI hurt my arm.\n\nNora"
SUBJECT = "Broken chair"
#: Language → From, Sent, To, Subject and Date, as clients call them.
LABELS = {
    "en": ("From", "Sent", "To", "Subject", "Date"),
    "de": ("Von", "Gesendet", "An", "Betreff", "Datum"),
    "fr": ("De", "Envoyé", "À", "Objet", "Date"),
    "es": ("De", "Enviado el", "Para", "Asunto", "Fecha"),
    "zh": ("发件人", "发送时间", "收件人", "主题", "日期"),
    "tw": ("寄件者", "寄件日期", "收件者", "主旨", "日期"),
}
PREFIX = {
    "en": "Fwd: ",
    "de": "WG: ",
    "fr": "TR : ",
    "es": "RV: ",
    "zh": "转发：",
    "tw": "轉寄: ",
}
#: Language → what Gmail, Apple Mail and Thunderbird put above the head.
ABOVE = {
    "en": (
        "---------- Forwarded message ---------",
        "Begin forwarded message:",
        "-------- Forwarded Message --------",
    ),
    "de": (
        "---------- Forwarded message ---------",
        "Anfang der weitergeleiteten Nachricht:",
        "-------- Weitergeleitete Nachricht --------",
    ),
    "fr": (
        "---------- Forwarded message ---------",
        "Début du message transféré :",
        "-------- Message transféré --------",
    ),
    "es": (
        "---------- Forwarded message ---------",
        "Inicio del mensaje reenviado:",
        "-------- Mensaje reenviado --------",
    ),
    "zh": (
        "---------- Forwarded message ---------",
        "开始转发的邮件：",
        "-------- 转发的消息 --------",
    ),
    "tw": (
        "---------- Forwarded message ---------",
        "開始轉寄郵件：",
        "-------- 轉寄的郵件 --------",
    ),
}
TO = "kurt@company.example"


def plain_forwards(language):
    """Return client → (subject, text) of the mail passed on."""
    who, sent, to, about, date = LABELS[language]
    gmail, apple, thunderbird = ABOVE[language]
    subject = PREFIX[language] + SUBJECT
    colon = "：" if language == "zh" else " :" if language == "fr" else ":"
    quoted = "\n".join(f"> {line}" for line in WORDS.splitlines())
    return {
        "gmail": (
            f"Fwd: {SUBJECT}",
            f"Please handle.\n\n{gmail}\n{who}{colon} {NAME} <{ADDRESS}>\n{date}{colon} Mon, Nov 2, 2026 at 9:12 AM\n"
            f"{about}{colon} {SUBJECT}\n{to}{colon} Kurt <{TO}>\n\n\n{WORDS}\n",
        ),
        "outlook": (
            subject,
            f"FYI\n\nKurt\n\n________________________________\n{who}{colon} {NAME} <{ADDRESS}>\n{sent}{colon} 2. 11. 2026 09:12\n"
            f"{to}{colon} Kurt\n{about}{colon} {SUBJECT}\n\n{WORDS}\n",
        ),
        "outlook mailto": (
            subject,
            f"{who}{colon} {NAME} [mailto:{ADDRESS}]\n{sent}{colon} 2. 11. 2026 09:12\n"
            f"{to}{colon} Kurt\n{about}{colon} {SUBJECT}\n\n{WORDS}\n",
        ),
        "apple": (
            f"Fwd: {SUBJECT}",
            f"{apple}\n\n> {who}{colon} {NAME} <{ADDRESS}>\n> {about}{colon} {SUBJECT}\n> {date}{colon} 2 November 2026 at 09:12:00 CET\n"
            f"> {to}{colon} {TO}\n>\n{quoted}\n",
        ),
        "thunderbird": (
            f"Fwd: {SUBJECT}",
            f"{thunderbird}\n{about}{colon} {SUBJECT}\n{date}{colon} Mon, 2 Nov 2026 09:12:00 +0100\n{who}{colon} {NAME} <{ADDRESS}>\n"
            f"{to}{colon} {TO}\n\n\n{WORDS}\n",
        ),
        "folded": (
            subject,
            f"{who}{colon} {NAME}\n<{ADDRESS}>\n{sent}{colon} 2. 11. 2026 09:12\n{to}{colon} Kurt\n{about}{colon} {SUBJECT}\n\n{WORDS}\n",
        ),
    }


def html_forwards(language):
    """Return client → (subject, page) of the mail passed on."""
    who, sent, to, about, date = LABELS[language]
    gmail, apple, _thunderbird = ABOVE[language]
    words = WORDS.replace("\n", "<br>")
    subject = PREFIX[language] + SUBJECT
    return {
        "gmail page": (
            f"Fwd: {SUBJECT}",
            f'<div dir="ltr">Please handle.<br><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">{gmail}<br>'
            f'{who}: <strong class="gmail_sendername" dir="auto">{NAME}</strong> <span dir="auto">&lt;<a href="mailto:{ADDRESS}">{ADDRESS}</a>&gt;</span><br>'
            f"{date}: Mon, Nov 2, 2026 at 9:12 AM<br>{about}: {SUBJECT}<br>{to}: &lt;<a href='mailto:{TO}'>{TO}</a>&gt;<br></div><br><br>{words}</div></div>",
        ),
        "outlook page": (
            subject,
            f'<div><p>FYI</p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>{who}:</b> {NAME} &lt;{ADDRESS}&gt; <br><b>{sent}:</b> Monday, 2 November 2026 09:12<br>'
            f"<b>{to}:</b> Kurt &lt;{TO}&gt;<br><b>{about}:</b> {SUBJECT}</p></div><p>{words}</p></div>",
        ),
        "apple page": (
            f"Fwd: {SUBJECT}",
            f'<div><br><blockquote type="cite"><div>{apple}</div><br><div><span><b>{who}: </b></span><span>{NAME} &lt;<a href="mailto:{ADDRESS}">{ADDRESS}</a>&gt;<br></span></div>'
            f"<div><span><b>{about}: </b></span><span><b>{SUBJECT}</b><br></span></div><div><span><b>{date}: </b></span><span>2 November 2026<br></span></div>"
            f"<div><span><b>{to}: </b></span><span>{TO}<br></span></div><br><div>{words}</div></blockquote></div>",
        ),
    }
