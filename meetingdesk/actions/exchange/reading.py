"""Taking files apart: JSON, text lines, .docx paragraphs and tables of spreadsheets.

Text files may be UTF-8 (with or without mark), UTF-16 with mark, or GBK, as Windows programs
of the office write them. Every refusal names the file and says that the desk is unchanged.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import zipfile
from typing import TYPE_CHECKING, Any, NoReturn

from meetingdesk.errors import BadInput, Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

#: Far above any roster or agenda; keeps a wrongly chosen film out of memory.
LIMIT = 64 * 1024 * 1024
SHEETS = (".xlsx", ".xls", ".csv")
#: how a workbook begins: zip (.xlsx, .et) and compound file (.xls)
_BOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
#: lines looked at to tell a table in plain text
_HEAD = 10
#: A leading sign that a spreadsheet would take for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def bad_file(path: Path, why: str) -> NoReturn:
    """Refuse a file as a whole.

    Raises:
        BadInput: always.
    """
    raise BadInput(f"“{path.name}”没有导入，台账没有改动。{why}", Problem(why, file=path.name))


def read_bytes(path: Path) -> bytes:
    """Return the content of ``path``.

    Raises:
        BadInput: missing, a folder, unreadable or larger than 64 MB.
    """
    if path.is_dir():
        bad_file(path, "这是一个文件夹，请选择其中的文件。")
    try:
        if path.stat().st_size > LIMIT:
            bad_file(path, "文件超过64MB，不像是会务资料，请核对是否选错。")
        return path.read_bytes()
    except FileNotFoundError:
        bad_file(path, "找不到这个文件，请核对位置和名称。")
    except OSError:
        bad_file(path, "文件读不出来，请确认它没有被别的程序占用。")


def decode(path: Path, data: bytes) -> str:
    """Return the text of ``data``.

    Raises:
        BadInput: neither UTF-8, UTF-16 nor GBK.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if "\0" not in text:
            return text
    bad_file(path, "这不是文本文件。请另存为 UTF-8 或 GBK 编码的文本后再试。")


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(k for i, (k, _) in enumerate(pairs) if k in dict(pairs[:i]))
        raise KeyError(twice)
    return found


def read_json(path: Path) -> Any:
    """Return the JSON document in ``path``.

    Raises:
        BadInput: not JSON, a key written twice, or text that no file can hold.
    """
    text = decode(path, read_bytes(path))
    try:
        value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_no_twice)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        bad_file(path, f"不是完整的 JSON 文件：第{error.lineno}行第{error.colno}列读不下去。")
    except KeyError as error:
        bad_file(path, f"同一条记录里“{error.args[0]}”写了两次，请留一个。")
    except UnicodeError:
        bad_file(path, "文件里有残缺的字符，请重新导出后再试。")
    except (RecursionError, ValueError):
        bad_file(path, "文件里有会务资料不会用到的写法（过深的嵌套或 NaN），请重新导出后再试。")
    return value


def read_lines(path: Path) -> list[tuple[int, str]]:
    """Return the non-empty lines of a .txt or paragraphs of a .docx, numbered from 1.

    Raises:
        BadInput: another type of file, or a damaged one.
    """
    if path.suffix.lower() == ".docx":
        lines = _docx_lines(path)
    elif path.suffix.lower() == ".txt":
        lines = decode(path, read_bytes(path)).splitlines()
    else:
        bad_file(path, "请用 .txt、.docx 或 .json 文件。")
    return [(row, line.strip()) for row, line in enumerate(lines, start=1) if line.strip()]


def _docx_lines(path: Path) -> list[str]:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    data = read_bytes(path)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError):
        bad_file(path, "这不是 Word（.docx）文件，或文件已损坏。旧的 .doc 请先另存为 .docx。")
    return [paragraph.text for paragraph in document.paragraphs]


def read_table(path: Path, wanted: Callable[[list[str]], bool]) -> list[list[str]]:
    """Return the rows of the first sheet with a row that is ``wanted``; else of the first sheet.

    What the file holds decides, not its ending: systems hand out text named .xls and the reverse.
    Row ``i`` of the list is row ``i + 1`` of the spreadsheet; cells are text, dates ISO.

    Raises:
        BadInput: another type of file, a damaged or an empty one.
    """
    suffix = path.suffix.lower()
    if suffix != ".csv" and suffix not in SHEETS:
        bad_file(path, "请用 .xlsx、.xls、.csv 或 .json 文件。")
    data = read_bytes(path)
    plain = not data.startswith(_BOOKS) and (suffix == ".csv" or _is_text(data))
    sheets = [_csv_rows(path)] if plain else _workbook(path)
    sheets = [rows for rows in sheets if any(any(row) for row in rows)]
    if not sheets:
        bad_file(path, "表里没有内容。")
    return next((rows for rows in sheets if any(map(wanted, rows))), sheets[0])


def _is_text(data: bytes) -> bool:
    """Tell whether ``data`` is a table in plain text: it can be read and its head has columns."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            lines = data.decode(encoding).splitlines()
        except UnicodeDecodeError:
            continue
        head = "\n".join(lines[:_HEAD])  # a title may stand above the head of the table
        return "\0" not in head and any(c in head for c in ",;\t，")
    return False


def _workbook(path: Path) -> list[list[list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    data = read_bytes(path)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [
            book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
        ]
    except (CalamineError, ValueError, OSError):
        bad_file(path, "这不是电子表格，或文件已损坏、设有密码。请另存为 .xlsx 后再试。")
    return [[[_cell(value) for value in row] for row in rows] for rows in sheets]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _csv_rows(path: Path) -> list[list[str]]:
    text = decode(path, read_bytes(path))
    first = "\n".join(text.splitlines()[:_HEAD])
    delimiter = max(",;\t，", key=first.count) if any(c in first for c in ",;\t，") else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        bad_file(path, "引号没有成对，分不清各列。请用电子表格程序另存一次。")
    return [[unguarded(cell.strip()) for cell in row] for row in rows]


def guarded(text: str) -> str:
    """Return a .csv cell that no spreadsheet takes for a formula: = + - @ get a leading '."""
    return f"'{text}" if text.startswith((*FORMULA, "'")) else text


def unguarded(text: str) -> str:
    """Take the guard of :func:`guarded` off again."""
    return text[1:] if text.startswith("'") and text[1:2] in (*FORMULA, "'") else text


def write_file(path: Path, data: bytes) -> None:
    """Write ``data`` whole or not at all.

    Raises:
        BadInput: the place cannot be written.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise BadInput(f"“{path}”写不进去，请换一个可写的位置。台账没有改动。") from error


def write_json(path: Path, value: object) -> None:
    """Write ``value`` as readable UTF-8 JSON."""
    write_file(path, (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode())
