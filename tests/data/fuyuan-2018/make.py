#!/usr/bin/env python3
"""Makes the Fuyuan 2018 sample: setup.jsonl, claims.jsonl, expected.json and two sign-in sheets, here.

    python3 make.py            writes the five files
    python3 make.py --check    writes nothing; fails when a file differs from what would be written

TABLE holds what is real; README.md says what is not. The two standards are written by hand. This script takes
the categories' names from them, but adds up what services earn by itself, so that expected.json checks them.
"""

import csv
import hashlib
import io
import json
import sys
from collections import Counter, namedtuple
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).resolve().parent
FIRST_DAY, LAST_DAY = date(2018, 6, 4), date(2018, 12, 21)
HOLIDAYS = {date(2018, 10, day) for day in range(1, 8)}


def people(letter, first, last):
    return [f"{letter}-{number:03}" for number in range(first, last + 1)]


# Pseudonyms and nothing else: v- volunteers, r- residents, s- staff, p- partners. Pools overlap (v-012 helps
# in the canteen and visits), but nobody is in two places on one day.
POOLS = {
    "canteen": people("v", 1, 12), "visitors": people("v", 12, 22), "helpers": people("v", 23, 34),
    "tutors": people("v", 35, 60),
    "visited": people("r", 1, 22), "strollers": people("r", 31, 90), "learners": people("r", 31, 45),
    "singers": people("r", 46, 75), "seniors": people("r", 91, 120),
    "disabled": people("r", 121, 160), "circle": people("r", 121, 128), "families": people("r", 161, 220),
    "youths": people("r", 221, 230), "pupils": people("r", 226, 255), "residents": people("r", 1, 300),
    "staff": people("s", 1, 6), "meeting": people("s", 1, 6) + people("p", 1, 4), "nobody": [],
}
TAGS = {"volunteer": people("v", 1, 60), "older": people("r", 1, 120), "disabled": people("r", 121, 160),
        "family": people("r", 161, 220), "youth": people("r", 221, 270), "neighbour": people("r", 271, 300),
        "staff": people("s", 1, 6), "partner": people("p", 1, 4)}
LEADERS = {"r-046", "r-052", "r-171", "v-023"}  # the report counts four
NAMED = ["v-002", "v-012", "v-017"]  # canteen, then oil and apples; canteen and visits; visits

# Sessions and person-times are the report's achieved column, in its order; "-": it gives no sessions.
# Made up: weekdays (1 = Monday), time, minutes (not the visits' 40), who is served, by how many of whom.
# Evidence is the kind nearest to what the report says was kept. The canteen is not in the report.
TABLE = """
category             held times days start     min place   evidence              served   by
needs-survey         -    200   7    morning   180 homes   self-report           receiver residents 4 helpers
supervision-meeting  5    30    1    afternoon 120 office  coordinator-approval  attendee staff     0 nobody
three-party-meeting  5    40    5    afternoon 90  office  coordinator-approval  attendee meeting   0 nobody
staff-training       4    10    3    morning   180 office  sign-in-out           attendee staff     0 nobody
home-visit           88   88    134  visiting  40  homes   receiver-confirmation receiver visited   1 visitors
older-case-work      15   15    2    morning   60  homes   coordinator-approval  receiver seniors   1 staff
older-outing         1    15    6    morning   240 park    sign-in-out           attendee strollers 3 helpers
older-learning-group 5    75    3    afternoon 90  centre  sign-in-out           attendee learners  3 helpers
disabled-inclusion   2    40    6    afternoon 150 park    sign-in-out           attendee disabled  4 helpers
disabled-case-work   5    5     2    afternoon 60  homes   coordinator-approval  receiver disabled  1 staff
disabled-group       10   80    4    morning   90  centre  sign-in-out           attendee circle    2 helpers
family-case-work     5    5     4    evening   60  homes   coordinator-approval  receiver families  1 staff
family-outing        2    45    6    morning   240 park    sign-in-out           attendee families  4 helpers
family-relief        1    4     5    morning   60  centre  receiver-confirmation receiver families  2 helpers
youth-group          10   100   5    afternoon 90  centre  sign-in-out           attendee youths    2 tutors
youth-tutoring       6    150   6    morning   120 centre  sign-in-out           attendee pupils    25 tutors
publicity            5    200   123  morning   120 square  sign-in-out           attendee residents 6 helpers
choir                14   312   4    evening   90  centre  sign-in-out           attendee singers   1 helpers
canteen-help         50   0     25   breakfast 150 canteen sign-in-out           receiver nobody    4 canteen
"""
SURVEY_CLAIMS = 5
STARTS = {"breakfast": ["07:00"], "morning": ["09:00", "09:30"], "afternoon": ["14:30", "15:00"],
          "evening": ["19:00"], "visiting": ["09:00", "09:50", "10:40", "14:30", "15:20", "16:10"]}
NOT_SERVICES = [
    {"row": "residents-leaders", "zh": "培养居民骨干", "en": "residents' leaders grown", "people": 4},
    {"row": "community-organisations", "zh": "培育社区组织", "en": "community organisations incubated",
     "organisations": 1, "sessions_counted_under": "choir"},
    {"row": "day-time-service", "zh": "日间开放服务", "en": "open day-time service", "always_open": True},
]

LEARNING = {"older-learning-group", "disabled-group", "youth-group", "youth-tutoring"}
PARTICIPATION = {"older-outing", "disabled-inclusion", "family-outing", "publicity", "choir"}
PRICES = {"breakfast": 2, "oil-and-apples": 181}


Activity = namedtuple("Activity", "category sessions person_times days start minutes place evidence served_as"
                      " served helpers_count helpers")
*ROWS, CANTEEN = [Activity(*line.split()) for line in TABLE.strip().splitlines()[1:]]


def digest(name):
    return hashlib.sha256(f"fuyuan-2018/{name}".encode()).digest()


def uuid8(name):
    """A UUID of version 8, derived: the same name gives the same id (RFC 9562, B.2)."""
    octets = bytearray(digest(name)[:16])
    octets[6] = octets[6] & 0x0F | 0x80
    octets[8] = octets[8] & 0x3F | 0x80
    text = octets.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


class Generator:
    """The same numbers with every Python: SHA-256 of a counter. The slight bias of % does not matter here."""

    def __init__(self, seed):
        self.seed, self.count = seed, 0

    def below(self, bound):
        self.count += 1
        return int.from_bytes(digest(f"{self.seed}/{self.count}")[:8], "big") % bound

    def choice(self, items):
        return items[self.below(len(items))]

    def sample(self, items, count):
        assert count <= len(items), "too few people are free"
        rest = list(items)
        return sorted(rest.pop(self.below(len(rest))) for _ in range(count))


def claims_of(activity):
    return SURVEY_CLAIMS if activity.sessions == "-" else int(activity.sessions)


def days_of(activity, count, generator):
    """`count` days, each drawn from its own stretch of the half-year."""
    days = [FIRST_DAY + timedelta(days=number) for number in range((LAST_DAY - FIRST_DAY).days + 1)]
    days = [day for day in days if str(day.isoweekday()) in activity.days and day not in HOLIDAYS]
    bounds = [len(days) * number // count for number in range(count + 1)]
    return [days[low + generator.below(max(high - low, 1))] for low, high in zip(bounds, bounds[1:])]


def time_text(day, local, minutes_later=0):
    time = datetime.fromisoformat(f"{day}T{local}+08:00") + timedelta(minutes=minutes_later)
    return time.isoformat(timespec="minutes")


def participants_of(activity, helpers, served, generator):
    role = "social-worker" if activity.helpers == "staff" else "volunteer"  # staff are paid: no hours
    for owner in helpers:
        one = {"owner": owner, "role": role}
        if len(helpers) > 2 and generator.below(8) == 0:  # not alone, and leaves early
            one["own_minutes"] = int(activity.minutes) - generator.choice([15, 20, 30, 55])
        yield {**one, "evidence": {"kind": activity.evidence}}
    for owner in served:
        yield {"owner": owner, "role": activity.served_as, "evidence": {"kind": activity.evidence}}


def services_of(activity, generator, busy):
    """The activity's claims, one a session. `busy` holds (day, owner)."""
    surveyed, count = set(), claims_of(activity)
    for number, day in enumerate(days_of(activity, count, generator)):
        def free(pool):
            return [owner for owner in POOLS[pool] if (day, owner) not in busy and owner not in surveyed]

        if activity.category == "home-visit":  # fixed pairs: 11 volunteers, two older people each
            helpers, served = [POOLS["visitors"][number % 11]], [POOLS["visited"][number % 22]]
        else:
            times = int(activity.person_times)
            served = generator.sample(free(activity.served), times // count + (number < times % count))
            helpers = generator.sample(free(activity.helpers), int(activity.helpers_count))
        everyone = {(day, owner) for owner in served + helpers}
        assert not everyone & busy, "somebody would be in two places on one day"
        busy |= everyone
        # The survey is one happening that goes on and asks nobody twice; other sessions stand alone.
        surveyed |= set(served) if activity.sessions == "-" else set()
        session = activity.category if activity.sessions == "-" else f"{activity.category}/{number + 1}"
        start = generator.choice(STARTS[activity.start])
        interval = {"start": time_text(day, start), "end": time_text(day, start, int(activity.minutes))}
        agreed = {"agreed": interval} if activity.category == "home-visit" else {}
        yield {"kind": "service", "session": uuid8(f"session/{session}"), "category": activity.category,
               **agreed, "actual": interval, "place": activity.place,
               "participants": list(participants_of(activity, helpers, served, generator))}


def services():
    busy = set()
    claims = [claim for activity in ROWS + [CANTEEN]
              for claim in services_of(activity, Generator(activity.category), busy)]
    return sorted(claims, key=lambda claim: claim["actual"]["start"])  # one offset: text sorts as time does


def parts(claims):
    """(category, owner, role, minutes) of everybody in every service."""
    for claim in claims:
        if claim["kind"] == "service":
            start, end = (datetime.fromisoformat(claim["actual"][name]) for name in ("start", "end"))
            for one in claim["participants"]:
                minutes = one.get("own_minutes", (end - start) // timedelta(minutes=1))
                yield claim["category"], one["owner"], one["role"], minutes


def points(claims):
    """What each owner has, by adding up, without a look at the standards: earned, less what was redeemed."""
    balance, visit_minutes = Counter(), Counter()
    for category, owner, role, minutes in parts(claims):
        if role == "volunteer" and category == "canteen-help":
            balance[owner] += minutes // 10
        if role == "volunteer" and category == "home-visit":
            visit_minutes[owner] += minutes
        if role == "attendee" and category in LEARNING | PARTICIPATION:
            balance[owner] += 1
    for owner, minutes in visit_minutes.items():
        balance[owner] += minutes // 60
    for claim in claims:
        if claim["kind"] == "redemption":
            balance[claim["owner"]] -= PRICES[claim["item"]] * claim.get("quantity", 1)
    return balance


def redemptions(earned):
    """Forty, in the week after the last service, in order of time; nobody spends what they do not have."""
    generator, claims = Generator("redemptions"), []
    for number in range(40):
        day, place_in_day = date(2018, 12, 24) + timedelta(days=number // 5), number % 5
        goods = place_in_day == 4 and number < 15
        item, time = ("oil-and-apples", "10:00") if goods else ("breakfast", f"07:{10 + 10 * place_in_day}")
        balance = points(earned + claims)
        owner = generator.choice(sorted(owner for owner, has in balance.items() if has >= PRICES[item]))
        claim = {"kind": "redemption", "owner": owner, "item": item, "at": time_text(day, time)}
        if not goods and number % 6 == 1:
            claim["receiver"] = generator.choice(POOLS["seniors"])  # a breakfast for somebody else
        if not goods and number % 6 == 3 and balance[owner] >= 4:
            claim["quantity"] = 2
        claims.append(claim)
    assert min(points(earned + claims).values()) >= 0
    return claims


def setup():
    yield {"kind": "unit", "code": "point", "minor_units_in_one": 1, "name": {"zh": "积分", "en": "point"}}
    yield {"kind": "unit", "code": "hour", "minor_units_in_one": 60, "minutes_in_one": 60,
           "name": {"zh": "小时", "en": "hour"}}
    yield {"kind": "account", "owner": "issuer", "class": "issuer"}
    yield {"kind": "account", "owner": "canteen-1", "class": "provider"}
    for tag, owners in TAGS.items():
        for owner in owners:
            tags = sorted([tag] + ["residents-leader"] * (owner in LEADERS))
            yield {"kind": "account", "owner": owner, "class": "member", "tags": tags}


def served_time(minutes):
    """Hours exactly: a decimal where there is one (hundredths suffice for minutes), else a fraction."""
    if minutes % 3:
        return {"minutes": minutes, "hours": str(Fraction(minutes, 60))}
    whole, hundredths = divmod(minutes // 3 * 5, 100)
    return {"minutes": minutes, "hours": f"{whole}.{hundredths:02}".rstrip("0").rstrip(".")}


def row_of(activity, claims, names):
    sessions = {claim["session"] for claim in claims if claim.get("category") == activity.category}
    times = sum(category == activity.category and role in ("receiver", "attendee")
                for category, _, role, _ in parts(claims))
    return {"category": activity.category, **names[activity.category],
            "sessions": None if activity.sessions == "-" else len(sessions), "person_times": times}


def expected(claims):
    standard = json.loads((HERE / "credit-standard.json").read_text(encoding="utf-8"))
    names = {category["code"]: category["name"] for category in standard["categories"]}
    rows, balance, minutes = [row_of(activity, claims, names) for activity in ROWS], points(claims), Counter()
    for _, owner, role, own_minutes in parts(claims):
        minutes[owner] += own_minutes if role == "volunteer" else 0
    totals = {"sessions": sum(row["sessions"] or 0 for row in rows),
              "person_times": sum(row["person_times"] for row in rows)}
    assert [(str(row["sessions"] or "-"), str(row["person_times"])) for row in rows] == \
        [(activity.sessions, activity.person_times) for activity in ROWS], "the claims are not the table"
    kinds = Counter(claim["kind"] for claim in claims)
    return {"rows": rows, "totals": totals, "canteen": row_of(CANTEEN, claims, names),
            "not_services": NOT_SERVICES,
            "balances": [{"owner": owner, "point": str(balance[owner]), "served": served_time(minutes[owner])}
                         for owner in NAMED],
            "served": served_time(sum(minutes.values())), "claims": dict(kinds)}


SHEET_ROLES = {"volunteer": "志愿者", "receiver": "受服务者", "attendee": "参加者", "social-worker": "社工"}
SHEET_EVIDENCE = {"self-report": "自报", "sign-in-out": "签到签退", "receiver-confirmation": "受服务者确认",
                  "coordinator-approval": "协调员核准"}


def sheet(rows):
    """As a Chinese spreadsheet saves it: byte order mark, CRLF, quotation marks only where they are needed."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return "\ufeff" + text.getvalue()


def sheet_time(time):
    """A spreadsheet's cell: no zero in front of the hour."""
    return f"{time.hour}:{time.minute:02}"


def sign_in_sheet(claims, names):
    """One row for each participant, whatever the role."""
    rows, numbers = [["序号", "日期", "开始时间", "结束时间", "编号", "角色", "类别", "场次", "地点", "个人分钟", "凭据",
                      "备注"]], Counter()
    for claim in claims:
        numbers[claim["category"]] += 1
        name = names[claim["category"]]["zh"]
        start, end = (datetime.fromisoformat(claim["actual"][bound]) for bound in ("start", "end"))
        for one in claim["participants"]:
            minutes = one.get("own_minutes", "")
            rows.append([len(rows), f"{start.year}/{start.month}/{start.day}", sheet_time(start), sheet_time(end),
                         one["owner"], SHEET_ROLES[one["role"]], name,
                         f"{name}第 {numbers[claim['category']]} 次", claim["place"], minutes, SHEET_EVIDENCE[one["evidence"]["kind"]],
                         "有事先走，已说明" if minutes else ""])
    return sheet(rows)


def canteen_sheet(claims):
    """The canteen keeps its own: minutes instead of the end, every row the same service."""
    rows = [["服务日期", "签到时间", "时长（分钟）", "志愿者编号", "服务项目", "活动名称", "地点", "个人时长"]]
    for claim in claims:
        start, end = (datetime.fromisoformat(claim["actual"][bound]) for bound in ("start", "end"))
        for one in claim["participants"]:
            rows.append([start.strftime("%Y-%m-%d"), start.strftime("%H:%M"), (end - start) // timedelta(minutes=1),
                         one["owner"], "canteen-help", "早餐,堂食", claim["place"], one.get("own_minutes", "")])
    return sheet(rows)


def sheets(claims):
    standard = json.loads((HERE / "credit-standard.json").read_text(encoding="utf-8"))
    names = {category["code"]: category["name"] for category in standard["categories"]}
    in_canteen = [claim for claim in claims if claim.get("category") == CANTEEN.category]
    others = [claim for claim in claims if claim["kind"] == "service" and claim not in in_canteen]
    return {"sign-in.csv": sign_in_sheet(others, names), "canteen.csv": canteen_sheet(in_canteen)}


def files():
    first, then = list(setup()), services()
    then += redemptions(then)
    lines = [json.dumps({"kind": claim["kind"], "id": uuid8(number), **claim}, ensure_ascii=False) + "\n"
             for number, claim in enumerate(first + then, 1)]
    return {"setup.jsonl": "".join(lines[:len(first)]), "claims.jsonl": "".join(lines[len(first):]),
            "expected.json": json.dumps(expected(then), ensure_ascii=False, indent=2) + "\n", **sheets(then)}


def main(arguments):
    if arguments not in ([], ["--check"]):
        return "usage: make.py [--check]"
    made = {HERE / name: text.encode() for name, text in files().items()}
    if arguments:
        wrong = [path.name for path, text in made.items() if not path.exists() or path.read_bytes() != text]
        return f"not what make.py writes: {', '.join(wrong)}" if wrong else None
    for path, text in made.items():
        path.write_bytes(text)
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
