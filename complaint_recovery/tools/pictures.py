"""Pictures by their heads: pure, asks no database."""

import io

from PIL import Image

#: More than a phone makes: opened, such a picture is a gigabyte. In pixels, and in
#: bytes of all its colours.
MOST_PIXELS, MOST_BYTES = 50_000_000, 200_000_000


def is_too_large(raw):
    """Return whether ``raw`` is a picture that is better not opened.

    Its head says how large it is; nothing else is read.
    """
    try:
        picture = Image.open(io.BytesIO(raw or b""))
    except Image.DecompressionBombError:
        return True
    except Exception:  # No picture, or a broken one: Odoo's to judge.
        return False
    pixels = picture.width * picture.height
    colours = len(picture.getbands())
    return pixels > MOST_PIXELS or pixels * colours > MOST_BYTES
