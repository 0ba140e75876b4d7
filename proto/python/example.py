#!/usr/bin/python3
"""A whole call in Cameo RPC from Python: is the server able to serve?

    proto/python/example.py [HOST:PORT [DIR]]   127.0.0.1:7100 and .demo/certs, as deploy/demo
                                                leaves them
"""

import sys

from cameo_rpc import ConnectError, RpcError, Schema, connect

arguments = dict(enumerate(sys.argv))
health = Schema("cameo/rpc/v1/health.proto")

try:
    with connect(
        arguments.get(1, "127.0.0.1:7100"),
        arguments.get(2, ".demo/certs"),
        server="spiffe://cameo.local/service/gateway",
    ) as client:
        check = health.methods["cameo.rpc.v1.Health/Check"]
        reply = client.unary(check, health.HealthRequest(), timeout=2)
        print(str(reply).strip())  # status: SERVING
except (ConnectError, RpcError) as error:
    sys.exit(f"example.py: {error}")
