"""E-mail addresses that are one mailbox, however they are written: pure."""

from odoo.tools import email_normalize

#: Domains of one provider.
SAME = {"googlemail.com": "gmail.com", "gmail.com": "googlemail.com"}


def equal_addresses(email):
    """Return the ways to write ``email``, the usual one first; [] if it is none."""
    plain = email_normalize(email or "") or ""
    local, _at, domain = plain.rpartition("@")
    if not local:
        return []
    base = local.partition("+")[0] or local
    domains = [domain, *filter(None, (SAME.get(domain), _other_script(domain)))]
    return [
        f"{name}@{host}" for name in dict.fromkeys((local, base)) for host in domains
    ]


def mailbox(email):
    """Return one way to write all addresses of the mailbox ``email``; "" for none.

    For counting alone: of two that differ by it, providers make two or one.
    """
    plain = email_normalize(email or "") or ""
    local, _at, domain = plain.rpartition("@")
    local = local.strip('"').partition("+")[0] or local
    domain = min(domain, SAME.get(domain, domain))
    if domain == "gmail.com":
        local = local.replace(".", "") or local
    return f"{local}@{domain}" if local else ""


def same_mailbox(one, other):
    """Return whether two addresses are one mailbox."""
    found = set(equal_addresses(one))
    return bool(found) and not found.isdisjoint(equal_addresses(other))


def _other_script(domain):
    """Return an international ``domain`` in its other form: xn--…, or letters."""
    try:
        if domain.isascii():
            return domain.encode().decode("idna") if "xn--" in domain else ""
        return domain.encode("idna").decode()
    except UnicodeError:
        return ""
