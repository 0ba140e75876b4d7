"""Asks and tells Patroni, through its REST interface."""

import json
import time
import urllib.error
import urllib.request

from pairs.layout import HOST, NODES, PairError


def ask(layout, name, path, body=None):
    """The status and the text of an answer; 0 where there is none."""
    request = urllib.request.Request(f"http://{HOST}:{layout.port(name, 'rest')}{path}")
    if body is not None:
        password = json.loads((layout.folder / "passwords.json").read_text())["rest"]
        manager = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        manager.add_password(None, request.full_url, "patroni", password)
        opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(manager))
        request.data = json.dumps(body).encode()
    else:
        opener = urllib.request.build_opener()
    try:
        with opener.open(request, timeout=60 if body else 3) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")
    except OSError as error:
        return 0, str(error)


def first(layout, path):
    return next((name for name in NODES if ask(layout, name, path)[0] == 200), None)


def primary(layout):
    """Who holds the leader's key and takes writes; None where nobody does."""
    return first(layout, "/primary")


def standby(layout):
    """Whom the primary's commits wait for; any standby where they do not wait."""
    return first(layout, "/synchronous" if layout.options["synchronous"] else "/replica")


def resolve(layout, who):
    """`primary`, `standby`, or a node by its name."""
    if who in NODES:
        return who
    found = {"primary": primary, "standby": standby}[who](layout)
    if found is None:
        raise PairError(f"there is no {who} just now: see `pair status`")
    return found


def wait_for(what, condition, seconds=120):
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise PairError(f"{what}: not within {seconds} s; patroni.log of each node says why")
        time.sleep(0.1)


def wait_till_whole(layout):
    """Till one node takes writes and the other follows it, in step where that is asked for."""
    return wait_for(
        "a primary and a standby in step",
        lambda: (leader := primary(layout)) and (follower := standby(layout))
        and leader != follower and (leader, follower))


def switch_over(layout):
    leader, follower = wait_till_whole(layout)
    status, text = ask(layout, leader, "/switchover", {"leader": leader, "candidate": follower})
    if status != 200:
        raise PairError(f"Patroni refuses to switch over: {text}")
    return wait_for(f"{follower} as primary", lambda: primary(layout) == follower and follower)


def describe(layout):
    for name in NODES:
        status, text = ask(layout, name, "/cluster")
        if status == 200:
            for member in json.loads(text)["members"]:
                yield (
                    f"{member['name']}  {member['role']:12} {member['state']:10}"
                    f" timeline {member.get('timeline', '-')}  lag {member.get('lag', '-')}")
            return
    yield "no Patroni answers"
