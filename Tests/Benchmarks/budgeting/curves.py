"""From figures by size to the table of growth: each beside its ratio to the smallest store's."""

import os
from statistics import median

import verdicts
from verdicts import number

# Name of the figure, heading, and what it is in the plot's caption.
COLUMNS = (
    ("profile alone p50", "point read, alone: p50 us"),
    ("profile 64 cpu", "64 in flight: CPU us"),
    ("profile 64 rate", "reads/s"),
    ("write track rate", "durable writes/s, 64 clients"),
    ("write track p50", "p50 us"),
    ("view alone p50", "view, alone: p50 us"),
    ("view 64 cpu", "64 in flight: CPU us"),
    ("view 64 rate", "views/s"),
)


def rows(results):
    """One for each engine and size: its figures' medians."""
    return [
        {"engine": engine, "customers": customers,
         **{name: median(values) for name, values in figures.items()}}
        for engine, sizes in results.items() for customers, figures in sizes.items()]


def smallest(row, table):
    return min(
        (other for other in table if other["engine"] == row["engine"]),
        key=lambda other: other["customers"])


def growth(table):
    """The budgets that speak of growth."""
    found = []
    for row in table:
        base, count = smallest(row, table), f"{row['customers']:,}".replace(",", " ")
        if row is not base:
            found.append(verdicts.most(
                f"{row['engine']}, {count} customers: p50 of a view against the smallest store's",
                "x", 1.3, row["view alone p50"] / base["view alone p50"]))
        found.append(verdicts.least(
            f"{row['engine']}, {count} customers: durable writes from 64 clients", "/s", 10_000,
            row["write track rate"]))
    return found


def document(results, options, load_before, load_after):
    """What the JSON file holds; the Markdown and the plot are made of it and of nothing else."""
    table = rows(results)
    return {
        "conditions": {
            "medians of": f"{options.rounds} rounds of {options.seconds:g} s",
            "cores": len(os.sched_getaffinity(0)),
            "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
            "load average before": f"{load_before:.2f}", "after": f"{load_after:.2f}",
        },
        "table": table, "rows": growth(table), "rounds": results}


def cell(row, base, name):
    if row is base:
        return number(row[name])
    return f"{number(row[name])} ({row[name] / base[name]:.2f}x)"


def markdown(document):
    table = document["table"]
    headings = ["engine", "customers", "MiB", *(heading for _, heading in COLUMNS)]
    lines = [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}"]
    for row in table:
        base = smallest(row, table)
        cells = [
            row["engine"], f"{row['customers']:,}".replace(",", " "), number(row["bytes"] / 2**20),
            *(cell(row, base, name) for name, _ in COLUMNS)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join([*lines, "", verdicts.markdown(document)])
