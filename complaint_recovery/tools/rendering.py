"""Having words, mails and letters made of records of ours by superuser code."""

from .marks import OWN_HAND, RenderedFor

KEY = "complaint_rendered"


def rendering(renderer, records):
    """Return ``renderer``, which makes words of ``records`` for whoever they are for.

    Who asks for them, and who gets to read them, was settled by the caller.
    """
    return renderer.with_context(**{KEY: RenderedFor(records)})


def rendering_any(renderer):
    """Return ``renderer``, which makes words of any record: nobody reads them."""
    return renderer.with_context(**{KEY: OWN_HAND})


def is_rendering(env, records):
    """Is it our own code that has words made of all of ``records``?"""
    mark = env.context.get(KEY)
    return mark is OWN_HAND or isinstance(mark, RenderedFor) and mark.names(records)
