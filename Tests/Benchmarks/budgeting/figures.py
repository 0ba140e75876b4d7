"""Each figure of the budgets: how it is measured. A round adds one value to a figure's list."""

import time
from types import SimpleNamespace

import measure
from peers import BareLoop, Cameo, Unavailable, BUILD
from stack import resident_bytes, say


def add(results, name, value):
    results.setdefault(name, []).append(value)


def echo(options, results):
    """Cameo's echo and the bare C loop's, interleaved."""
    BUILD.mkdir(parents=True, exist_ok=True)
    peers = []
    for peer in (Cameo(options.bin / "cameo"), BareLoop()):
        try:
            peer.build()
            peers.append(peer)
        except Unavailable as reason:
            results[f"echo {peer.name}"] = str(reason)
    certificates = measure.make_certificates()
    load = SimpleNamespace(in_flight=64, payload=100, seconds=max(1, round(options.seconds)))
    for _ in range(options.rounds):
        for peer in peers:
            say(f"echo: {peer.title}")
            for in_flight, found in measure.measure(peer, certificates, load).items():
                add(results, f"echo {peer.name} {in_flight} cpu", found["server_cpu_us"])
                add(results, f"echo {peer.name} {in_flight} p50", found["p50_us"])
                add(results, f"echo {peer.name} {in_flight} rate", found["requests_per_second"])


def rest(stack, results):
    """Start to ready on the full stores, and memory a second later."""
    for service, seconds in stack.restart().items():
        add(results, f"ready {service}", seconds * 1000)
    time.sleep(1)
    for service, process in stack.running.items():
        add(results, f"rest {service}", resident_bytes(process.pid) / 2**20)


def idle(stack, options, results):
    found = stack.bench(
        "idle", "--target", stack.address("profile"),
        "--connections", options.idle_connections, "--timeout", 60, pids=["profile"])
    add(results, "idle", found["kibibytesPerConnection"])


def cpu(found):
    return sum(process["cpuMicrosecondsPerCall"] for process in found["processes"])


def reads(stack, options, results):
    views(stack, options, results)
    for what in ("view", "profile"):
        alone(what, stack, options, results)
    say("  decisions")
    with stack.pinned("consent") as core:
        found = stack.bench(
            "may-contact", *load(stack, options), "--in-flight", 64, pids=["consent"], core=core)
    add(results, "may-contact cpu", cpu(found))
    add(results, "may-contact rate", found["callsPerSecond"])


def load(stack, options):
    return "--ids", stack.ids, "--seconds", options.seconds


def views(stack, options, results):
    say("  views")
    found = stack.bench("view", *load(stack, options), "--in-flight", 64, pids=stack.services)
    add(results, "view 64 cpu", cpu(found))
    for process, service in zip(found["processes"], stack.services):
        add(results, f"view 64 cpu {service}", process["cpuMicrosecondsPerCall"])
    add(results, "view 64 rate", found["callsPerSecond"])


def alone(what, stack, options, results):
    found = stack.bench(what, *load(stack, options), "--in-flight", 1, pids=[])
    add(results, f"{what} alone p50", found["latencyMicroseconds"]["50"])


def point_reads(stack, options, results):
    say("  point reads")
    with stack.pinned("profile") as core:
        found = stack.bench(
            "profile", *load(stack, options), "--in-flight", 64, pids=["profile"], core=core)
    add(results, "profile 64 cpu", cpu(found))
    add(results, "profile 64 rate", found["callsPerSecond"])


def writes(stack, options, results):
    for kind, service in (("track", "profile"), ("grant", "consent")):
        write(kind, service, stack, options, results)


def write(kind, service, stack, options, results):
    say(f"  writes: {kind}")
    with stack.pinned(service) as core:
        found = stack.bench(
            "write", "--kind", kind, *load(stack, options), "--connections", 64,
            "--in-flight", 1, pids=[service], core=core)
    add(results, f"write {kind} rate", found["callsPerSecond"])
    add(results, f"write {kind} cpu", cpu(found))
    add(results, f"write {kind} p50", found["latencyMicroseconds"]["50"])
