"""From figures to the table: each budget beside what was measured."""

import os
from statistics import median

import measure


class Figures:
    """Medians of the rounds by name; a missing one says why."""

    def __init__(self, results):
        self.results = results

    def __getitem__(self, name):
        values = self.results.get(name)
        if not isinstance(values, list):
            raise KeyError(self.results.get(" ".join(name.split()[:2]), "there is no figure"))
        return median(values)

    def worst(self, prefix, services=("profile", "consent", "survey", "gateway")):
        found = {service: self[f"{prefix} {service}"] for service in services}
        worst = max(found, key=found.get)
        return found[worst], ", ".join(f"{name} {number(value)}" for name, value in found.items())


def number(value):
    """Three digits that say something, thousands apart."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}".replace(",", " ")


def most(what, unit, budget, figure, note=""):
    return row(what, f"<= {number(budget)} {unit}", unit, figure, figure <= budget,
               figure / budget - 1, note)


def least(what, unit, budget, figure, note=""):
    return row(what, f">= {number(budget)} {unit}", unit, figure, figure >= budget,
               1 - figure / budget, note)


def row(what, budget, unit, figure, is_met, missed_by, note):
    verdict = "met" if is_met else f"missed by {100 * missed_by:.0f} %"
    return {
        "what": what, "budget": budget, "measured": f"{number(figure)} {unit}", "value": figure,
        "met": is_met, "verdict": verdict, "note": note}


def echo_cpu(figures):
    figure = figures["echo cameo 64 cpu"]
    return most(
        "echo, 100 B, 64 in flight: server CPU", "us", 2.0, figure,
        f"{number(figures['echo cameo 64 rate'])} calls/s;"
        f" the bare C loop {number(figures['echo c 64 cpu'])} us")


def echo_alone(figures):
    ours, bare = figures["echo cameo 1 p50"], figures["echo c 1 p50"]
    return most(
        "echo, one alone: p50 against the bare C loop's", "x", 1.4, ours / bare,
        f"{number(ours)} us and {number(bare)} us")


def view_cpu(figures):
    _, each = figures.worst("view 64 cpu")
    return most(
        "GetCustomerView, 64 in flight: CPU of all four", "us", 40, figures["view 64 cpu"],
        f"{number(figures['view 64 rate'])} views/s; {each}")


def view_alone(figures):
    view, hop = figures["view alone p50"], figures["profile alone p50"]
    return most(
        "GetCustomerView, one alone: p50 against one hop's (GetProfile)", "x", 4, view / hop,
        f"{number(view)} us and {number(hop)} us")


def may_contact(figures):
    return most(
        "MayContact, 64 in flight: server CPU", "us", 8, figures["may-contact cpu"],
        f"{number(figures['may-contact rate'])} decisions/s")


def writes(kind, what):
    def verdict(figures):
        return least(
            f"durable writes, 64 clients: {what}", "/s", 10_000, figures[f"write {kind} rate"],
            f"p50 {number(figures[f'write {kind} p50'])} us,"
            f" {number(figures[f'write {kind} cpu'])} us CPU")
    return verdict


def idle(figures):
    return most("an idle connection", "KiB", 30, figures["idle"])


def rest(figures):
    worst, each = figures.worst("rest")
    return most("a service at rest, the largest", "MiB", 30, worst, each)


def ready(figures):
    worst, each = figures.worst("ready")
    return most("start to ready, the slowest", "ms", 150, worst, each)


BUDGETS = {
    "echo": echo_cpu, "echo alone": echo_alone, "view": view_cpu, "view alone": view_alone,
    "MayContact": may_contact, "Track": writes("track", "Track"),
    "GrantConsent": writes("grant", "GrantConsent"), "idle": idle, "rest": rest, "ready": ready,
}


def document(results, options, load_before, load_after):
    """What the JSON file holds; the Markdown is made of it and of nothing else."""
    figures, rows = Figures(results), []
    for name, verdict in BUDGETS.items():
        try:
            rows.append(verdict(figures))
        except KeyError as reason:
            rows.append({"what": name, "not_measured": reason.args[0]})
    server, client = measure.cores()
    return {
        "conditions": {
            "customers": options.customers,
            "medians of": f"{options.rounds} rounds of {options.seconds:g} s",
            "cores": len(os.sched_getaffinity(0)),
            "one server on core": server, "its client on core": client,
            "load average before": f"{load_before:.2f}", "after": f"{load_after:.2f}",
        },
        "rows": rows, "rounds": results}


def markdown(document):
    conditions = ", ".join(f"{name} {value}" for name, value in document["conditions"].items())
    lines = [f"{conditions}.", "", "| what | budget | measured | | |", "|---|---|---|---|---|"]
    for row in document["rows"]:
        if "not_measured" in row:
            lines.append(f"| {row['what']} | | not measured: {row['not_measured']} | | |")
        else:
            cells = (row["what"], row["budget"], row["measured"], row["verdict"], row["note"])
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
