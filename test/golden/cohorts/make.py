"""Makes golden.json: a small random history over the turn of a year with 53 ISO weeks and both spring changes of
daylight saving, with the answers to a list of cohort requests, computed from definitions.md with the Python standard
library alone (random, datetime, zoneinfo). Independent of the service on purpose: nothing is shared with it.

    python3 test/golden/cohorts/make.py > test/golden/cohorts/golden.json
"""
import json
import math
import random
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

random.seed(53)
NOW = datetime(2021, 4, 7, 15, 30, tzinfo=timezone.utc)
START = datetime(2020, 12, 7, tzinfo=timezone.utc)


def uid(block, n):
    return f"{block}-0000-4000-8000-{n:012d}"


def iso(t):
    return t.strftime("%Y-%m-%dT%H:%M:%S") + (f".{t.microsecond // 1000:03d}" if t.microsecond else "") + "Z"


def instant():
    t = START + timedelta(seconds=random.randrange(0, 121 * 86400))
    if random.random() < 0.5:  # near a Monday 00:00 UTC, where zones and daylight saving show
        monday = START + timedelta(weeks=random.randrange(0, 18))
        t = monday + timedelta(seconds=random.choice([-36000, -21600, -19801, -19800, -7200, -3600, -1, 0, 1, 10800, 17999, 18000]))
    return min(t, NOW - timedelta(seconds=1))


releases = [
    {"id": uid("bbbbbbbb", 1), "title": "One", "genres": ["Drama", "War"]},
    {"id": uid("bbbbbbbb", 2), "title": "Two", "genres": ["Drama"]},
    {"id": uid("bbbbbbbb", 3), "title": "Three", "genres": []},
]
users = [
    {"id": uid("aaaaaaaa", n), "registered_at": instant(), "role": "admin" if n in (7, 19) else "user"}
    for n in range(1, 41)
]
events = []
for n in range(1, 361):
    user = random.choice(users[:36])
    at = instant()
    if random.random() < 0.7 and at < user["registered_at"]:
        at = min(user["registered_at"] + timedelta(days=random.expovariate(1 / 20)), NOW - timedelta(seconds=1))
        at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    events.append({"event_id": uid("cccccccc", n), "user_id": user["id"], "viewed_at": at,
                   "release_id": random.choice(releases)["id"], "watch_seconds": 60})


def week_of(day, start):
    back = day.weekday() if start == "monday" else (day.weekday() + 1) % 7
    return day - timedelta(days=back)


def label(week, start):
    if start == "sunday":
        return week.isoformat()
    y, w, _ = week.isocalendar()
    return f"{y}-W{w:02d}"


def pct(part, whole):
    return math.floor(1000 * part / whole + 0.5) / 10


def wilson(x, n):
    z = 1.959963984540054
    p, d = x / n, 1 + z * z / n
    c, h = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return (0 if x == 0 else (c - h) / d), (1 if x == n else (c + h) / d)


def answer(q):
    zone = ZoneInfo(q.get("timezone", "UTC"))
    ws, weeks = q.get("week_start", "monday"), q.get("weeks", 4)
    begin = datetime.fromisoformat(q["start_date"].replace("Z", "+00:00"))
    end = datetime.fromisoformat(q["end_date"].replace("Z", "+00:00")) + timedelta(seconds=1)
    local = lambda t: t.astimezone(zone).date()
    today = local(NOW)
    wanted = [r["id"] for r in releases
              if q.get("release_id", r["id"]) == r["id"] and ("genre" not in q or q["genre"] in r["genres"])]
    scope = []
    for u in users:
        if u["role"] != "user":
            continue
        seen = sorted(e["viewed_at"] for e in events if e["user_id"] == u["id"] and e["release_id"] in wanted)
        anchor = u["registered_at"] if q["cohort_type"] == "registration" else (seen[0] if seen else None)
        if anchor is None or not begin <= anchor < end:
            continue
        scope.append((local(anchor), [local(t) for t in seen if t >= anchor]))
    cohorts = {}
    for d, days in scope:
        cohorts.setdefault(week_of(d, ws), []).append((d, days))
    lines = []
    for week in sorted(cohorts):
        members = cohorts[week]
        if len(members) < q.get("min_cohort_size", 0):
            continue
        rows = [{"week": 0, "eligible_users": len(members), "active_users": len(members), "rate": 100,
                 "ci_lower": None, "ci_upper": None}]
        for k in range(1, weeks + 1):
            if q.get("window") == "rolling":
                old = [(d, x) for d, x in members if d + timedelta(days=7 * k + 6) < today]
                step = lambda d, day: (day - d).days // 7
            else:
                old = members
                step = lambda d, day: (week_of(day, ws) - week).days // 7
            running = q.get("window") != "rolling" and week + timedelta(days=7 * (k + 1)) > today
            if running or not old:
                rows.append({"week": k, "eligible_users": len(old), "active_users": None, "rate": None,
                             "ci_lower": None, "ci_upper": None})
                continue
            later = q.get("retention") == "on_or_after"
            active = sum(any(step(d, day) == k or (later and step(d, day) > k) for day in x) for d, x in old)
            lo, hi = wilson(active, len(old))
            rows.append({"week": k, "eligible_users": len(old), "active_users": active, "rate": pct(active, len(old)),
                         "ci_lower": pct(lo, 1), "ci_upper": pct(hi, 1)})
        rate = lambda k: rows[k]["rate"] if k <= weeks else None
        lines.append({"cohort_period": label(week, ws), "cohort_size": len(members),
                      **{f"retention_week_{k}": rate(k) for k in range(5)}, "retention": rows})
    followed = [(d, x) for d, x in scope if week_of(d, ws) + timedelta(days=14) <= today]
    return {
        "cohort_type": q["cohort_type"], "start_date": q["start_date"], "end_date": q["end_date"],
        "timezone": q.get("timezone", "UTC"), "cohorts": lines,
        "overall_retention_rate": pct(sum(bool(x) for _, x in scope), len(scope)) if scope else None,
        "returning_rate": pct(sum(any(week_of(day, ws) > week_of(d, ws) for day in x) for d, x in followed),
                              len(followed)) if followed else None,
        "total_users_analyzed": len(scope), "as_of": iso(NOW),
    }


whole = {"start_date": "2020-12-14T00:00:00Z", "end_date": "2021-02-28T23:59:59Z"}
late = {"start_date": "2021-02-15T00:00:00Z", "end_date": "2021-04-04T23:59:59Z"}
cut = {"start_date": "2020-12-16T05:30:00Z", "end_date": "2021-03-27T22:59:58Z"}
options = [
    {}, {"weeks": 12}, {"retention": "on_or_after", "weeks": 8}, {"window": "rolling", "weeks": 6},
    {"window": "rolling", "retention": "on_or_after", "timezone": "America/New_York"},
    {"timezone": "Asia/Kolkata"}, {"timezone": "Europe/Berlin", "weeks": 9},
    {"timezone": "America/New_York", "week_start": "sunday"}, {"week_start": "sunday", "weeks": 2},
    {"genre": "Drama"}, {"genre": "War", "timezone": "Asia/Kolkata"}, {"release_id": uid("bbbbbbbb", 3), "weeks": 3},
    {"release_id": uid("bbbbbbbb", 2), "genre": "War"}, {"min_cohort_size": 3}, {"weeks": 0},
]
requests = [{**span, "cohort_type": kind, **o} for span in (whole, late, cut)
            for kind in ("registration", "first_view") for o in options]
golden = {
    "now": iso(NOW),
    "releases": releases,
    "users": [{**u, "registered_at": iso(u["registered_at"])} for u in users],
    "events": [{**e, "viewed_at": iso(e["viewed_at"])} for e in events],
    "cases": [{"request": q, "answer": answer(q)} for q in requests],
}
# one record a line: small, and a change shows in a diff
lines = [json.dumps(name) + ": " + (json.dumps(value) if isinstance(value, str) else
         "[\n" + ",\n".join(json.dumps(item, separators=(",", ":")) for item in value) + "\n]")
         for name, value in golden.items()]
print("{\n" + ",\n".join(lines) + "\n}")
