"""A client of Cameo RPC, written from PROTOCOL.md and nothing else. See README.md beside it."""

from .call import Call
from .connection import Connection
from .errors import ConnectError, RpcError
from .frames import Status
from .limits import Limits
from .messages import Method, Schema
from .transport import Client, connect

__all__ = [
    "Call", "Client", "ConnectError", "Connection", "Limits", "Method", "RpcError", "Schema",
    "Status", "connect",
]
