"""The plot of growth, by gnuplot: text for the terminal, and an SVG file."""

import shutil
import subprocess
import sys

from stack import say

PANELS = (
    ("profile alone p50", "point read, p50 us"),
    ("write track rate", "durable writes/s"),
    ("view alone p50", "view, p50 us"),
)


def blocks(table):
    """gnuplot's data: one block a line of the plot, named by engine."""
    engines = dict.fromkeys(row["engine"] for row in table)
    for engine in engines:
        yield f"${engine} << END"
        for row in table:
            if row["engine"] == engine:
                yield " ".join(str(row[key]) for key in ("customers", *(name for name, _ in PANELS)))
        yield "END"


def panels(table):
    engines = dict.fromkeys(row["engine"] for row in table)
    for column, (_, title) in enumerate(PANELS, 2):
        lines = ", ".join(
            f"${engine} using 1:{column} with linespoints title '{engine}'" for engine in engines)
        yield f"set title '{title}'\nplot {lines}"


def script(table, terminal, separate):
    body = list(panels(table))
    frame = [] if separate else [f"set multiplot layout 1,{len(body)}"]
    return "\n".join([
        terminal, "set logscale x 10", "set format x '%.0f'", "set xlabel 'customers'",
        "set yrange [0:*]", "set offsets graph 0.05, graph 0.05",
        "set key outside below", *blocks(table), *frame, *body, ""])


def gnuplot(text):
    done = subprocess.run(["gnuplot"], input=text, capture_output=True, text=True)
    if done.returncode != 0:
        say(f"gnuplot failed: {done.stderr.strip().splitlines()[-1]}")
    return done.stdout


def draw(document, path):
    if shutil.which("gnuplot") is None:
        say("no plot: gnuplot is missing (deploy/install-debian --growth)")
        return
    table = document["table"]
    sys.stdout.write(gnuplot(script(table, "set terminal dumb 78 18", separate=True)))
    path.write_text(gnuplot(script(
        table, "set terminal svg size 1200,400 dynamic background 'white'", separate=False)),
        encoding="utf-8")
    print(f"the plot is in {path}, the figures beside it")
