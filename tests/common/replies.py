"""Answers to a mail of ours, as mail clients of many countries write them."""

# ruff: noqa: E501

from html import escape

OURS = (
    "Dear Jane,",
    "we have looked into the matter with great care and we came to the conclusion",
    "that the kettle was delivered in good order. We can not do more for you.",
    "Kind regards, Hanna Handler",
)
ADDRESS = "complaints@example.com"
#: Language → two parts of what the customer says.
WORDS = {
    "en": ("That is not true, it leaks!", "Please call me today.\nJane"),
    "de": ("Das stimmt nicht, er ist undicht!", "Bitte rufen Sie mich an.\nJane"),
    "fr": ("C'est faux, elle fuit !", "Merci de m'appeler aujourd'hui.\nJane"),
    "es": ("No es verdad, ¡gotea!", "Llámeme hoy, por favor.\nJane"),
    "it": ("Non è vero, perde acqua!", "Mi chiami oggi, per favore.\nJane"),
    "nl": ("Dat is niet waar, hij lekt!", "Bel mij vandaag alstublieft.\nJane"),
    "pt": ("Não é verdade, está a verter!", "Ligue-me hoje, por favor.\nJane"),
    "pl": ("To nieprawda, czajnik przecieka!", "Proszę dzisiaj zadzwonić.\nJane"),
    "sv": ("Det är inte sant, den läcker!", "Ring mig i dag, tack.\nJane"),
    "ru": ("Это неправда, чайник течёт!", "Позвоните мне сегодня.\nДжейн"),
    "zh": ("不是这样的，水壶漏水！", "请今天给我打电话。\n小珍"),
    "tw": ("不是這樣的，水壺漏水！", "請今天打電話給我。\n小珍"),
    "ja": ("それは違います。やかんが漏れます。", "今日お電話ください。\nジェーン"),
}
#: Language → the line before a quote, as Gmail and Apple or Thunderbird write it.
ANNOUNCED = {
    "en": (
        f"On Fri, 6 Nov 2026 at 10:00, Hanna Handler <{ADDRESS}> wrote:",
        f"On 6 Nov 2026, at 10:00, Hanna Handler <{ADDRESS}> wrote:",
    ),
    "de": (
        f"Am Fr., 6. Nov. 2026 um 10:00 Uhr schrieb Hanna Handler <\n{ADDRESS}>:",
        "Am 06.11.2026 um 10:00 schrieb Hanna Handler:",
    ),
    "fr": (
        f"Le ven. 6 nov. 2026 à 10:00, Hanna Handler <{ADDRESS}> a\nécrit :",
        "Le 06/11/2026 à 10:00, Hanna Handler a écrit :",
    ),
    "es": (
        f"El vie, 6 nov 2026 a las 10:00, Hanna Handler (<{ADDRESS}>)\nescribió:",
        "El 6/11/26 a las 10:00, Hanna Handler escribió:",
    ),
    "it": (
        f"Il giorno ven 6 nov 2026 alle ore 10:00 Hanna Handler <\n{ADDRESS}> ha scritto:",
        "Il 06/11/2026 10:00, Hanna Handler ha scritto:",
    ),
    "nl": (
        f"Op vr 6 nov 2026 om 10:00 schreef Hanna Handler <{ADDRESS}>:",
        "Op 06-11-2026 om 10:00 schreef Hanna Handler:",
    ),
    "pt": (
        f"Hanna Handler <{ADDRESS}> escreveu (sexta, 6/11/2026\nà(s) 10:00):",
        "Às 10:00 de 06/11/2026, Hanna Handler escreveu:",
    ),
    "pl": (
        f"pt., 6 lis 2026 o 10:00 Hanna Handler <{ADDRESS}>\nnapisał(a):",
        "W dniu 6.11.2026 o 10:00, Hanna Handler pisze:",
    ),
    "sv": (
        f"Den fre 6 nov. 2026 kl 10:00 skrev Hanna Handler <{ADDRESS}>:",
        "Den 2026-11-06 kl. 10:00, skrev Hanna Handler:",
    ),
    "ru": (
        f"пт, 6 нояб. 2026 г. в 10:00, Hanna Handler <{ADDRESS}>:",
        "06.11.2026 10:00, Hanna Handler пишет:",
    ),
    "zh": (
        f"Hanna Handler <{ADDRESS}> 于2026年11月6日周五 10:00写道：",
        f'在 2026-11-06 10:00:00，"Hanna Handler" <{ADDRESS}> 写道：',
    ),
    "tw": (
        f"Hanna Handler <{ADDRESS}> 於 2026年11月6日 週五 上午10:00寫道：",
        f"Hanna Handler <{ADDRESS}> 於 2026年11月6日 上午10:00 寫道：",
    ),
    "ja": (
        f"2026年11月6日(金) 10:00 Hanna Handler <{ADDRESS}>:",
        "2026/11/06 10:00、Hanna Handlerのメール:",
    ),
}
#: Language → how the head of a quoted mail calls from, sent, to, subject.
HEADS = {
    "en": "From: Sent: To: Subject:",
    "de": "Von: Gesendet: An: Betreff:",
    "fr": "De : Envoyé : À : Objet :",
    "es": "De: Enviado: Para: Asunto:",
    "it": "Da: Inviato: A: Oggetto:",
    "nl": "Van: Verzonden: Aan: Onderwerp:",
    "pt": "De: Enviado: Para: Assunto:",
    "pl": "Od: Wysłano: Do: Temat:",
    "sv": "Från: Skickat: Till: Ämne:",
    "ru": "От: Отправлено: Кому: Тема:",
    "zh": "发件人: 发送时间: 收件人: 主题:",
    "tw": "寄件者: 寄件日期: 收件者: 主旨:",
    "ja": "差出人: 送信日時: 宛先: 件名:",
}
ORIGINAL = {
    "en": "-----Original Message-----",
    "de": "-----Ursprüngliche Nachricht-----",
    "fr": "-----Message d'origine-----",
    "es": "-----Mensaje original-----",
    "it": "-----Messaggio originale-----",
    "nl": "-----Oorspronkelijk bericht-----",
    "pt": "-----Mensagem original-----",
    "pl": "-----Wiadomość oryginalna-----",
    "sv": "-----Ursprungligt meddelande-----",
    "ru": "-----Исходное сообщение-----",
    "zh": "------------------ 原始邮件 ------------------",
    "tw": "----- 原始郵件 -----",
    "ja": "-----元のメッセージ-----",
}
PHONE = {
    "en": "Sent from my iPhone",
    "de": "Von meinem iPhone gesendet",
    "fr": "Envoyé de mon iPhone",
    "es": "Enviado desde mi iPhone",
    "it": "Inviato da iPhone",
    "nl": "Verstuurd vanaf mijn iPhone",
    "pt": "Enviado do meu iPhone",
    "pl": "Wysłane z iPhone'a",
    "sv": "Skickat från min iPhone",
    "ru": "Отправлено с iPhone",
    "zh": "发自我的iPhone",
    "tw": "從我的 iPhone 傳送",
    "ja": "iPhoneから送信",
}


#: Language → the greeting above a signature without a mark.
GREETING = {
    "en": "Kind regards",
    "de": "Mit freundlichen Grüßen",
    "fr": "Cordialement,",
    "es": "Un saludo,",
    "it": "Cordiali saluti",
    "nl": "Met vriendelijke groet,",
    "pt": "Atenciosamente,",
    "pl": "Z poważaniem",
    "sv": "Med vänliga hälsningar",
    "ru": "С уважением,",
    "zh": "此致",
    "tw": "敬上",
    "ja": "よろしくお願いいたします。",
}
#: Language → name, and what stands below it.
SIGNED = {
    "en": ("Jane Doe", "Head of Purchasing\nAzure Interior Ltd.\nT +44 20 7946 0018"),
    "de": (
        "Jane Doe",
        "Leiterin Einkauf\nAzure GmbH\nAm Markt 5\n50667 Köln\nTel.: 0221 / 123456",
    ),
    "fr": (
        "Jane Doe",
        "Responsable des achats\n12, rue de la Paix\n75002 Paris\nTél. : 01 23 45 67 89",
    ),
    "es": ("Jane Doe", "Dpto. de Compras\nAzure S.L.\nwww.azure.example"),
    "it": ("Jane Doe", "Ufficio Acquisti\nAzure S.r.l.\njane@azure.example"),
    "nl": ("Jane Doe", "Inkoper\nAzure B.V.\n+31 20 123 45 67"),
    "pt": ("Jane Doe", "Gerente de Compras\nRua Augusta, 100\n+55 11 3456-7890"),
    "pl": ("Jane Doe", "Dział Zakupów\nul. Prosta 1\ntel. 22 123 45 67"),
    "sv": ("Jane Doe", "Inköpschef\nAzure AB\n08-123 456 78"),
    "ru": ("Джейн Доу", "Отдел закупок\nООО «Азур»\n+7 495 123-45-67"),
    "zh": ("小珍", "采购部\n蓝天家具有限公司\n电话：021-12345678"),
    "tw": ("小珍", "採購部\n藍天家具有限公司\n電話：02-12345678"),
    "ja": ("ジェーン", "購買部\n株式会社アズール\nTEL 03-1234-5678"),
}
#: What people write below a greeting, and all of it stays.
WRITTEN_BELOW = (
    "Kind regards\nJane\n\nP.S. My number is 020 7946 0018, call me after six.",
    "Thanks\nJane Doe\nplease call me back on 020 7946 0018",
    "Thank you,\nyou can reach me at jane@azure.example until Friday.",
    "Regards\nJane\nThe order number is 4711-2345-99, it came on Monday.",
    "Cheers\nJane",
    "Danke\nund bitte liefern Sie an: Am Markt 5, 50667 Köln, Tel. 0221 123456",
    "Gracias\nJane\nmi teléfono nuevo es el 600 123 456 desde ayer",
    "Please send it to\nJane Doe\n12 High Street\nLondon\n+44 20 7946 0018",
)


def _quote(lines):
    return "\n".join(f"> {line}" for line in lines)


def _head(language):
    labels = [part.strip() + ":" for part in HEADS[language].split(":") if part.strip()]
    values = (f"Hanna Handler <{ADDRESS}>", "2026-11-06 10:00", "Jane", "Kettle")
    return "\n".join(
        f"{name} {value}" for name, value in zip(labels, values, strict=True)
    )


def plain_replies(language):
    """Return client → (text, the new words) of answers in plain text."""
    first, last = WORDS[language]
    both = f"{first}\n\n{last}"
    name, contact = SIGNED[language]
    signed = f"{first}\n\n{GREETING[language]}\n{name}"
    gmail, other = ANNOUNCED[language]
    text = "\n".join(OURS)
    return {
        "Gmail": (f"{both}\n\n{gmail}\n\n{_quote(OURS)}\n", both),
        "Thunderbird below": (f"{other}\n{_quote(OURS)}\n\n{both}\n", both),
        "Apple between": (
            f"{other}\n\n{_quote(OURS[:3])}\n\n{first}\n\n{_quote(OURS[3:])}\n\n{last}\n",
            both,
        ),
        "iPhone": (f"{both}\n\n{PHONE[language]}\n\n{other}\n\n{_quote(OURS)}", both),
        "Outlook": (f"{both}\n\n{'_' * 32}\n{_head(language)}\n\n{text}\n", both),
        "Outlook old": (
            f"{both}\n\n{ORIGINAL[language]}\n{_head(language)}\n\n{text}\n",
            both,
        ),
        "Outlook below": (f"{_head(language)}\n\n{text}\n\n{both}\n", both),
        "mutt": (
            f"{other}\n{_quote(OURS)}\n\n{both}\n\n-- \nJane Doe\n+44 20 1\n",
            both,
        ),
        "Outlook, signed": (
            f"{signed}\n{contact}\n\n{_head(language)}\n\n{text}\n",
            signed,
        ),
        "Gmail, signed": (
            f"{signed}\n\n{contact}\n\n{gmail}\n\n{_quote(OURS)}\n",
            signed,
        ),
        "nothing but quote": (f"{gmail}\n\n{_quote(OURS)}\n", ""),
        "nothing quoted": (f"{both}\n", both),
    }


def html_replies(language):
    """Return client → (HTML, the new words) of answers as web pages."""
    first, last = WORDS[language]
    both = f"{first}\n\n{last}"
    gmail, other = (escape(said.replace("\n", " ")) for said in ANNOUNCED[language])
    ours = "<br>".join(map(escape, OURS))
    one, two = (escape(part).replace("\n", "<br>") for part in (first, last))
    head = "<br>".join(escape(_head(language)).splitlines())
    return {
        "Gmail": (
            f'<div dir="ltr"><div>{one}</div><div><br></div><div>{two}</div></div><br>'
            f'<div class="gmail_quote"><div dir="ltr" class="gmail_attr">{gmail}<br></div>'
            f'<blockquote class="gmail_quote">{ours}</blockquote></div>',
            both,
        ),
        "Gmail below": (
            f'<div dir="ltr"><div class="gmail_quote"><div class="gmail_attr">{gmail}<br>'
            f'</div><blockquote class="gmail_quote">{ours}</blockquote><div><br></div>'
            f"<div>{one}</div><div><br></div><div>{two}</div></div></div>",
            both,
        ),
        "Apple": (
            f"<html><body>{one}<div><br></div><div>{two}</div><div><br><blockquote "
            f'type="cite"><div>{other}</div><br><div>{ours}</div></blockquote></div>'
            "</body></html>",
            both,
        ),
        "Outlook": (
            f'<div class="elementToProof">{one}</div><div><br></div><div>{two}</div>'
            '<div id="appendonsend"></div><hr style="width:98%">'
            f'<div id="divRplyFwdMsg" dir="ltr">{head}</div><div>{ours}</div>',
            both,
        ),
        "Word": (
            f'<p class="MsoNormal">{one}</p><p class="MsoNormal">{two}</p><div><div '
            f'style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal">'
            f'{head}</p></div></div><p class="MsoNormal">{ours}</p>',
            both,
        ),
        "Yahoo": (
            f'<div class="yahoo-style"><div>{one}</div><div><br></div><div>{two}</div>'
            f'</div><div id="yahoo_quoted_1" class="yahoo_quoted"><div>{other}</div>'
            f"<div>{ours}</div></div>",
            both,
        ),
        "Thunderbird between": (
            f'<div class="moz-cite-prefix">{other}<br></div><blockquote type="cite">'
            f"{ours}</blockquote><p>{one}</p><blockquote type='cite'>{ours}</blockquote>"
            f"<p>{two}</p>",
            both,
        ),
    }
