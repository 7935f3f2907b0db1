"""Does somebody only thank us? Pure, asks no database.

Every word must be one of thanks and of courtesy: a single other one may be a complaint.
"""

import re

from .typed import one_line

#: Language → words that say thanks, and those that may stand beside them.
WORDS = {
    "en": (
        "thank thanks thx ty cheers appreciated appreciate grateful",
        "you again so much very many a lot all is are was well good fine great perfect"
        " wonderful excellent super now works working and everything for your the kind"
        " quick fast help service support reply answer it this have nice day week best"
        " regards kindly sincerely yours warm dear hello hi team mr mrs ms to i we am"
        " happy satisfied with solution again indeed really of settled solved ok okay",
    ),
    "de": (
        "danke dank dankeschön bedanke bedanken herzlichen",
        "vielen schön sehr nochmals noch mal einmal ihnen euch dir für die das den ihre"
        " ihren schnelle schnellen gute guten hilfe unterstützung antwort lösung alles"
        " ist war jetzt nun gut bestens super prima toll funktioniert wieder in ordnung"
        " und ich wir mich uns bin sind zufrieden mit freundlichen grüßen grüsse grüße"
        " liebe lieben herzliche viele beste besten hallo liebes team frau herr mfg lg"
        " vg schönen tag schönes wochenende sehr geehrte geehrter damen herren ok bei",
    ),
    "fr": (
        "merci mercis remercie remercions remerciements",
        "beaucoup bien encore infiniment mille grand pour votre vos aide réponse rapide"
        " tout est va parfait super maintenant marche fonctionne je nous vous suis"
        " content contente satisfait satisfaite très de du la le et à bonjour bonne"
        " journée soirée cordialement sincèrement salutations bien cordiales madame"
        " monsieur l équipe ok",
    ),
    "es": (
        "gracias agradezco agradecemos agradecido agradecida",
        "muchas muchísimas mil de nuevo otra vez por su tu la el ayuda rápida respuesta"
        " todo está va bien perfecto perfectamente ahora funciona ya y estoy contento"
        " contenta satisfecho satisfecha muy un cordial saludo saludos atentamente hola"
        " buenos días buenas tardes señor señora que tenga buen día le les lo a ok",
    ),
    "it": (
        "grazie ringrazio ringraziamo",
        "mille molte tante ancora di nuovo per il la vostro vostra suo sua aiuto"
        " risposta rapida veloce tutto è va bene perfetto ora adesso funziona e sono"
        " contento contenta soddisfatto soddisfatta molto cordiali saluti distinti"
        " buona giornata buongiorno salve gentile signor signora vi la ok a posto",
    ),
    "nl": (
        "dank bedankt dankjewel dankuwel dankje",
        "je u wel veel hartelijk nogmaals heel erg voor uw de het hulp snelle antwoord"
        " alles is nu goed prima werkt weer en ik ben wij zijn tevreden met"
        " vriendelijke groet groeten mvg beste hallo fijne dag mevrouw meneer ok in"
        " orde",
    ),
    "pt": (
        "obrigado obrigada obrigados agradeço agradecemos",
        "muito mais uma vez pela pelo sua seu ajuda rápida resposta tudo está bem ótimo"
        " perfeito agora funciona já e estou satisfeito satisfeita com os melhores"
        " cumprimentos atenciosamente bom dia boa tarde olá caro cara senhor senhora de"
        " novo ok por",
    ),
    "pl": (
        "dziękuję dziękujemy dzięki dziekuje dzieki podziękowania",
        "bardzo serdecznie jeszcze raz za pomoc szybką odpowiedź wszystko jest dobrze w"
        " porządku teraz działa już i jestem zadowolony zadowolona pozdrawiam z"
        " pozdrowieniami poważaniem dzień dobry pani pan państwu ok",
    ),
    "sv": (
        "tack tackar takk tak tusen",
        "så mycket för hjälpen hjälp svaret snabba igen allt är bra nu fungerar det och"
        " jag vi nöjd med vänliga hälsningar mvh hej alt er godt virker for hjelpen"
        " svar jeg vennlig hilsen mange med venlig hjælpen ok fint",
    ),
    "ru": (
        "спасибо благодарю благодарим",
        "большое огромное вам еще ещё раз за помощь быстрый ответ всё все хорошо"
        " отлично теперь работает в порядке и я мы довольна доволен с уважением"
        " здравствуйте добрый день очень",
    ),
    "tr": (
        "teşekkürler teşekkür sağolun sağ",
        "ederim ederiz çok tekrar yardımınız yardım için her şey yolunda şimdi iyi"
        " çalışıyor olun saygılarımla iyi günler merhaba ve hızlı",
    ),
}
WORDS = {
    language: (frozenset(thanks.split()), frozenset(f"{thanks} {beside}".split()))
    for language, (thanks, beside) in WORDS.items()
}
#: What is said in scripts without blanks: thanks, and what may stand beside it.
SIGNS = re.compile(
    r"非常感谢|非常感謝|十分感谢|十分感謝|衷心感谢|衷心感謝|多谢|多謝|谢谢|謝謝|感谢|感謝|唔該"
    r"|ありがとうございました|ありがとうございます|ありがとう|感謝します|감사합니다|감사드립니다"
    r"|고맙습니다"
)
BESIDE = re.compile(
    r"再次|您们|您們|你们|你們|您|你|的|了|帮助|幫助|回复|回覆|支持|处理|處理|问题|問題|已经"
    r"|已經|解决|解決|一切|都|很好|好|非常|满意|滿意|很|现在|現在|可以|用|正常|祝|商祺|此致|敬礼"
    r"|敬禮|顺颂|順頌|我|们|們|啦|啊|！|本当に|大変|どうも|とても|よく|お世話になりました|対応"
    r"|いただき|迅速|な|に|、|。|정말|매우|다시|한번|한|번|도와주셔서|모두|잘|해결되었습니다|덕분에"
)
_WORD = re.compile(r"[^\W\d_]+")
#: Longer ones tell a story.
LONGEST = 400


def is_only_thanks(text, names=()):
    """Return whether ``text`` thanks and says nothing else. ``names`` may be in it."""
    text = (text or "").strip().lower()
    if not text or len(text) > LONGEST or "?" in text or "？" in text:
        return False
    for name in names:
        for part in one_line(name).lower().split():
            if len(part) > 1:
                text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", " ", text)
    if SIGNS.search(text):
        return not _WORD.search(BESIDE.sub(" ", SIGNS.sub(" ", text)))
    words = set(_WORD.findall(text))
    return not any(char.isdigit() for char in text) and any(
        words <= known and not words.isdisjoint(thanks)
        for thanks, known in WORDS.values()
    )
