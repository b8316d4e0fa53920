"""The process that reads a workbook: a program of its own that imports nothing of the project.

A workbook is a stranger's file for a parser of another language, which takes as much memory as the
file asks for. So it is read where memory, time and rights are bounded, and where it may fail. It
takes the file on stdin and writes messages on stdout: four bytes of length, then JSON (not pickle:
a process that reads strangers' files isn't trusted by the one that started it).

Arguments: address space in bytes, CPU seconds, most rows, most columns, most sheets.
Messages: {"sheet", "hidden", "merged"} begins a sheet, {"rows": [[number, [cell, …]], …]} goes on,
{"problem": NAME} or {"end": true} is the last one. Dates are ["d"|"t"|"s", ISO text].
"""

import contextlib
import io
import sys
from datetime import date, datetime, time, timedelta
from typing import Any

import orjson

_BATCH = 500
_DAY_SECONDS = 86_400


def main() -> None:
    """Read the workbook on stdin; exit status 0 also when it can't be read."""
    memory, cpu, *limits = map(int, sys.argv[1:])
    _bound(memory, cpu)
    # Only now: what the parser takes is bounded too.
    import python_calamine

    try:
        _read(python_calamine, *limits)
    except python_calamine.PasswordError:
        _say({"problem": "PASSWORD"})
    except _RefusedError as refused:
        _say({"problem": str(refused)})
    except MemoryError:
        _say({"problem": "TOO_LARGE"})
    except Exception:  # noqa: BLE001 -- whatever a parser makes of a broken file, it is broken
        _say({"problem": "CORRUPT"})
    sys.stdout.flush()


class _RefusedError(Exception):
    """Named like the problem."""


def _bound(memory: int, cpu: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit of the parent remains
        return
    for kind, bound in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        # macOS refuses some of them.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (bound, bound))


def _read(calamine: Any, most_rows: int, most_columns: int, most_sheets: int) -> None:
    source = sys.stdin.buffer
    stream = source if source.seekable() else io.BytesIO(source.read())
    workbook = calamine.CalamineWorkbook.from_filelike(stream)
    sheets = [
        (index, sheet)
        for index, sheet in enumerate(workbook.sheets_metadata)
        if sheet.typ == calamine.SheetTypeEnum.WorkSheet
    ]
    if len(sheets) > most_sheets:
        raise _RefusedError("TOO_MANY_ROWS")
    left = most_rows
    for index, sheet in sheets:
        hidden = sheet.visible != calamine.SheetVisibleEnum.Visible
        left = _send(workbook.get_sheet_by_index(index), hidden, left, most_columns)
    _say({"end": True})


def _send(sheet: Any, hidden: bool, left: int, most_columns: int) -> int:  # noqa: FBT001 -- within this program only
    if sheet.end is not None and sheet.end[1] >= most_columns:
        raise _RefusedError("TOO_MANY_COLUMNS")
    _say({"sheet": sheet.name, "hidden": hidden, "merged": sheet.merged_cell_ranges or []})
    margin = [""] * (sheet.start[1] if sheet.start else 0)
    rows = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        # Blank rows are not sent: a stray cell far below must not make a million of them.
        if not any(cell != "" for cell in row):
            continue
        left -= 1
        if left < 0:
            raise _RefusedError("TOO_MANY_ROWS")
        rows.append((number, margin + row))
        if len(rows) == _BATCH:
            _say({"rows": rows})
            rows = []
    if rows:
        _say({"rows": rows})
    return left


def _say(message: dict[str, Any]) -> None:
    data = orjson.dumps(message, default=_tagged, option=orjson.OPT_PASSTHROUGH_DATETIME)
    sys.stdout.buffer.write(len(data).to_bytes(4, "big") + data)


def _tagged(value: Any) -> list[Any]:
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, time):
        return ["s", value.isoformat()]
    if isinstance(value, timedelta):
        # A clock that went on past midnight, which is how spreadsheets keep a duration.
        return ["n", value.total_seconds() / _DAY_SECONDS]
    raise TypeError


if __name__ == "__main__":
    main()
