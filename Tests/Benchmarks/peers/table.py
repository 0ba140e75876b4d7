"""From rounds of figures to one table: medians, and every ratio against Cameo in the same run."""

from statistics import median

FIGURES = ("requests_per_second", "server_cpu_us", "p50_us", "p99_us")


def medians(rounds):
    """[{in flight: figures}] as {in flight: median figures}."""
    return {
        in_flight: {
            name: median(round_[in_flight][name] for round_ in rounds) for name in FIGURES}
        for in_flight in rounds[0]
    } if rounds else {}


def ratios(figures, cameo):
    """The peer's CPU, latency and throughput as multiples of Cameo's."""
    return {
        "cpu_ratio": figures["server_cpu_us"] / cameo["server_cpu_us"],
        "p50_ratio": figures["p50_us"] / cameo["p50_us"],
        "requests_ratio": figures["requests_per_second"] / cameo["requests_per_second"],
    }


def assemble(peers, results, failures, options, conditions):
    """What the JSON file holds; the Markdown is made of it and of nothing else."""
    rows, cameo = [], medians(results.get("cameo", []))
    for in_flight in (options.in_flight, 1):
        for peer in peers:
            row = {"peer": peer.title, "name": peer.name, "in_flight": in_flight}
            figures = medians(results.get(peer.name, [])).get(in_flight)
            if figures:
                row |= figures | {"rounds": len(results[peer.name])}
                if in_flight in cameo:
                    row |= ratios(figures, cameo[in_flight])
            if peer.name in failures:
                row["not_measured"] = failures[peer.name]
            rows.append(row)
    return {"conditions": conditions, "rows": rows}


def number(value):
    """Three digits that say something, thousands apart."""
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}".replace(",", " ")


def line(row):
    cells = [row["peer"], str(row["in_flight"])]
    if "p50_us" not in row:
        return f"| {cells[0]} | {cells[1]} | not measured: {row['not_measured']} | | | | | | |"
    cells += [
        number(row["requests_per_second"]), f"{number(row['server_cpu_us'])} us",
        f"{number(row['p50_us'])} us", f"{number(row['p99_us'])} us"]
    for name in ("cpu_ratio", "p50_ratio", "requests_ratio"):
        cells.append(f"{number(row[name])}x" if name in row else "")
    return f"| {' | '.join(cells)} |"


def markdown(document):
    head = (
        "| server | in flight | requests/s | server CPU/request | p50 | p99 | CPU to Cameo's |"
        " p50 to Cameo's | requests to Cameo's |")
    conditions = "; ".join(f"{name}: {value}" for name, value in document["conditions"].items())
    rule = "|---" * head.count(" |") + "|"
    return "\n".join([head, rule, *map(line, document["rows"]), "", conditions])
