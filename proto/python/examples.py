"""The frames of PROTOCOL.md's section 11, for tests: what the page shows is what they use."""

import re

from cameo_rpc.messages import PROTO


def examples():
    """(sender, title, bytes) of each block, in order: ("client", "HELLO", b"...")."""
    text = (PROTO / "PROTOCOL.md").read_text()
    found = []
    for title, block in re.findall(r"^```hex (.*?)\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        digits = "".join(line.split("#")[0] for line in block.splitlines())
        sender, _, name = title.partition(" ")
        found.append((sender, name, bytes.fromhex(digits)))
    return found
