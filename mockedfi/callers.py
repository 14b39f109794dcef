"""Who may steer the server and see why it decides as it does: this machine, and whoever has the control key.

May import: `exchange`. Must not know: what is steered.
"""

import hmac
from ipaddress import ip_address

from mockedfi.exchange import Request

KEY_HEADER = "mockedfi-control-key"


def may_steer(request: Request, key: str) -> bool:
    """Whether a request comes from this machine, or brings the control key; an empty key opens to nobody."""
    given = request.headers.get(KEY_HEADER, "")
    return _local(request.remote) or (bool(key) and hmac.compare_digest(given.encode(), key.encode()))


def _local(remote: str) -> bool:
    try:
        address = ip_address(remote)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
