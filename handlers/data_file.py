"""The file with what is held about a person: a page for people, and JSON inside it for programs.

HTML, since every phone has a browser and few have anything that shows JSON.
"""

import json
from collections.abc import Sequence
from datetime import date, datetime, tzinfo
from functools import cache
from typing import Any

from jinja2 import Environment, Template

from bot.people.rights import Holding, Sealed
from handlers.holdings import column_name, table_name
from knowledge.figures.wording import long_date

NAME = "data-saya.html"
MEDIA_TYPE = "text/html"

_SEALED = "(disandikan, tidak ditampilkan)"
_PAGE = """<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Data Anda di bot ini</title>
<style>
body { font: 16px/1.5 sans-serif; margin: 1rem auto; max-width: 40rem; padding: 0 1rem; }
h2 { border-top: 1px solid #999; font-size: 1.1rem; margin-top: 2rem; padding-top: 1rem; }
dl { background: #8882; border-radius: .5rem; padding: .75rem; }
dt { font-size: .85rem; opacity: .75; }
dd { margin: 0 0 .5rem; overflow-wrap: anywhere; white-space: pre-wrap; }
</style>
</head>
<body>
<h1>Data Anda di bot ini</h1>
<p>Keadaan {{ moment }}. NIK tidak ada di sini, karena tidak pernah disimpan.</p>
{% for section in sections %}
<h2>{{ section.name }} ({{ section.records | length }})</h2>
{% for record in section.records %}
<dl>
{% for name, words in record %}
<dt>{{ name }}</dt><dd>{{ words }}</dd>
{% endfor %}
</dl>
{% endfor %}
{% endfor %}
<script type="application/json" id="data">{{ machine | tojson }}</script>
</body>
</html>
"""


def data_file(held: Sequence[Holding], now: datetime, zone: tzinfo) -> bytes:
    """The file, in UTF-8. Moments are told in the zone."""
    by_name = sorted(held, key=lambda holding: table_name(holding.table))
    sections = [
        {
            "name": table_name(holding.table),
            "records": [
                [
                    (column_name(value.column), _in_words(value.value, zone))
                    for value in record
                    if value.value is not None
                ]
                for record in holding.records
            ],
        }
        for holding in by_name
    ]
    machine = {
        "dibuat": _as_json(now, zone),
        "data": {
            table_name(holding.table): [
                {column_name(value.column): _as_json(value.value, zone) for value in record}
                for record in holding.records
            ]
            for holding in by_name
        },
    }
    page = _page().render(moment=_in_words(now, zone), sections=sections, machine=machine)
    return page.encode()


@cache
def _page() -> Template:
    return Environment(autoescape=True, trim_blocks=True).from_string(_PAGE)


def _in_words(value: Any, zone: tzinfo) -> str:
    match value:
        case Sealed():
            return _SEALED
        case bool():
            return "ya" if value else "tidak"
        case datetime():
            moment = value.astimezone(zone)
            return f"{long_date(moment)} pukul {moment:%H.%M} {moment:%Z}"
        case date():
            return long_date(value)
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def _as_json(value: Any, zone: tzinfo) -> Any:
    match value:
        case Sealed():
            return _SEALED
        case None | bool() | int() | float() | str() | dict() | list():
            return value
        case datetime():
            return value.astimezone(zone).isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case _:
            return str(value)
