"""The commands that are no single action: files in and out, the demo, the desk's keeping."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from meetingdesk.cli.output import emit, say
from meetingdesk.cli.places import desk_place, opened
from meetingdesk.errors import BadInput, Problem, Refused
from meetingdesk.resources import resource

if TYPE_CHECKING:
    from argparse import Namespace


def demo(options: Namespace) -> None:
    """Build the sample desk, hold its session, write every paper and ``summary.json``."""
    from meetingdesk.actions import documents, sample
    from meetingdesk.actions.office import open_office

    out = Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    desk = out / "示例市.desk"
    for old in (desk, *(desk.with_name(desk.name + tail) for tail in ("-wal", "-shm"))):
        old.unlink(missing_ok=True)
    papers = out / "文书"
    if papers.exists():
        shutil.rmtree(papers)
    office = open_office(desk, "示例市人大常委会办公室", clock=lambda: sample.NOW)
    try:
        built = sample.build(office)
        files = documents.write(office, built.meeting_id, papers, pdf=True)
        summary = sample.summary(office, built.meeting_id, [f.name for f in files])
    finally:
        office.desk.close()
    (out / "summary.json").write_text(
        json.dumps(summary, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    emit(
        options,
        summary,
        [
            f"示例市台账：{desk}",
            f"文书{len(files)}份（.docx 与 .pdf）：{papers}",
            f"摘要：{out / 'summary.json'}",
            "示例市及其中的人名、职务、票数均为虚构。",
        ],
    )


def import_(options: Namespace) -> None:
    """Import an exchange file."""
    from meetingdesk.actions import exchange

    with opened(options.desk) as office:
        report = exchange.import_file(
            office,
            options.kind,
            options.file,
            preview=options.preview,
            meeting_id=options.meeting,
            term_id=options.term,
            proposer=options.proposer,
        )
    emit(
        options,
        report.as_json(),
        [report.summary(), *(str(w) for w in report.warnings)],
    )


def export(options: Namespace) -> None:
    """Export records to an exchange file."""
    from meetingdesk.actions import exchange

    with opened(options.desk) as office:
        count = exchange.export_file(
            office, options.kind, options.file, meeting_id=options.meeting, term_id=options.term
        )
    emit(options, {"file": options.file, "records": count}, [f"已导出{count}条：{options.file}"])


def schema(options: Namespace) -> None:
    """Print the JSON Schema of an exchange format, or the names there are."""
    names = sorted(p.stem for p in resource("schema").glob("*.json"))
    if options.name is None:
        emit(options, names, names)
        return
    if options.name not in names:
        raise Refused(
            f"没有“{options.name}”这种交换格式。",
            Problem(f"可用：{'、'.join(names)}。", field="名称"),
        )
    print(resource("schema", f"{options.name}.json").read_text(encoding="utf-8").rstrip())


def decide_(options: Namespace) -> None:
    """Decide a vote from a file; pure, no desk touched."""
    from meetingdesk.actions.cards import read_cards
    from meetingdesk.rules.decide import decide
    from meetingdesk.rules.votes import VoteInput

    vote = VoteInput.from_dict(_read_json(options.file), read_cards())
    result = decide(vote)
    emit(
        options,
        result.to_dict(),
        [result.conclusion, *(f"{q.label}：{q.explanation}" for q in result.questions)],
    )


def _read_json(name: str) -> Any:
    try:
        return json.loads(Path(name).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"“{name}”读不出来。", Problem("请确认文件存在、是 UTF-8 文本。", file=name)
        ) from error
    except json.JSONDecodeError as error:
        raise BadInput(
            f"“{name}”不是 JSON 文件。",
            Problem(f"第{error.colno}个字符处写法有误。", file=name, row=error.lineno),
        ) from error


def ballot(options: Namespace) -> None:
    """Write the print file and layout of a vote's ballot; with ``--copies`` record the run too."""
    from meetingdesk.actions import ballots

    with opened(options.desk) as office:
        forms = ballots.forms_of(office, options.vote)
        if options.paper or not forms:
            # another paper keeps what was chosen for the form before: ○ and ×, blank lines, seal
            kept = asdict(forms[0].look) if forms else {}
            ballots.prepare_form(office, options.vote, **kept | {"paper": options.paper or "A4"})
        copies = 1
        if options.copies is not None:
            ballots.print_form(office, options.vote, copies=options.copies, spare=options.spare)
            copies = options.copies + options.spare
        files = ballots.export_form(office, options.vote, options.out, copies=copies)
        form = ballots.forms_of(office, options.vote)[0]
    emit(
        options,
        {
            "form": f"{form.name}-{form.version}",
            "pages": form.pages,
            "copies": copies,
            "files": [str(f) for f in files],
        },
        [f"票样{form.name}第{form.version}版，{form.pages}页，{copies}张：", *map(str, files)],
    )


def documents_(options: Namespace) -> None:
    """Write a meeting's papers."""
    from meetingdesk.actions import documents

    with opened(options.desk) as office:
        files = documents.write(
            office, options.meeting, Path(options.out), only=options.only, pdf=options.pdf
        )
    emit(options, [str(f) for f in files], [str(f) for f in files])


def kit(options: Namespace) -> None:
    """Write the survival kit of a meeting."""
    from meetingdesk.actions import survival

    with opened(options.desk) as office:
        file = survival.write(office, options.meeting, Path(options.out))
    emit(options, str(file), [str(file)])


def check_(options: Namespace) -> None:
    """Report what disagrees or is missing before a meeting's papers are printed."""
    from meetingdesk.actions.checking import check

    with opened(options.desk) as office:
        found = check(office, options.meeting)
    lines = [f"{finding.level}　{finding.place}：{finding.message}" for finding in found]
    emit(options, found, lines or ["没有发现问题。"])


def statistics_(options: Namespace) -> None:
    """Print the figures of a period, each with the records behind it."""
    from dataclasses import asdict

    from meetingdesk.actions.statistics import figures
    from meetingdesk.rules.dates import parse_cn_date

    days = [parse_cn_date(text) for text in (options.since, options.until)]
    if days[0] is None or days[1] is None:
        raise Refused("起止日期读不懂。", Problem("请写成 2026-01-01。", field="日期"))
    with opened(options.desk) as office:
        found = figures(office, days[0], days[1], body_id=options.body)
    lines = []
    for figure in found:
        lines.append(f"{figure.title}　{figure.value}{figure.unit}")
        lines += [f"　　{one.on or ''}　{one.text}" for one in figure.records]
    emit(options, [asdict(figure) | {"value": figure.value} for figure in found], lines)


def compare(options: Namespace) -> None:
    """Set composed chronicle entries beside the printed ones, clause by clause."""
    from meetingdesk.actions import exchange

    with opened(options.desk) as office:
        found = exchange.compare_events(office, options.file)
    lines: list[str] = []
    for event in found:
        lines.append(f"{event.event_id}（会议编号{event.meeting_id}）")
        for row in event.rows:
            lines.append(f"  {row.verdict}　{row.printed or row.composed}")
            if row.printed and row.composed != row.printed:
                lines.append(f"  　　生成：{row.composed}")
    emit(options, found, lines or ["台账里没有印本所记的会议，没有可以对照的。"])


def verify(options: Namespace) -> int:
    """Check the journal's chain and the seals of certified votes."""
    from meetingdesk.actions import keeping

    with opened(options.desk) as office:
        wrong = keeping.verify(office) + keeping.broken_seals(office)
        count = keeping.entry_count(office)
    emit(options, {"entries": count, "wrong": wrong}, wrong or [f"日志{count}条，连续、未被改动。"])
    return 1 if wrong else 0


def backup(options: Namespace) -> None:
    """Copy the desk."""
    from meetingdesk.actions import keeping

    with opened(options.desk) as office:
        made = keeping.back_up(office, Path(options.file))
    emit(options, {"file": str(made)}, [f"已备份到{made}"])


def restore(options: Namespace) -> None:
    """Put a backup in the desk's place.

    Raises:
        Refused: the desk is no single file (a database server).
        DeskUnusable: a window holds the desk, or the backup is not a whole desk.
    """
    from meetingdesk.actions import keeping
    from meetingdesk.main import lock_desk

    if "://" in desk_place(options.desk):
        raise Refused("这个台账不在单个文件里，没有恢复。请用数据库自己的恢复工具。")
    place = Path(desk_place(options.desk))
    # a window would go on writing into the file set aside
    held = lock_desk(place) if place.exists() else None
    try:
        aside = keeping.restore(Path(options.file), place)
    finally:
        if held is not None:
            held.unlock()
    lines = [f"已恢复到{place}"]
    if aside is not None:
        lines.append(f"原来的台账另存为{aside.name}")
    emit(options, {"desk": str(place), "aside": str(aside) if aside else None}, lines)


def doctor(options: Namespace) -> int:
    """Look at the desk, fonts, printers and disk."""
    from meetingdesk.actions import fontcheck, keeping
    from meetingdesk.cli.health import machine

    with opened(options.desk) as office:
        found = [*keeping.health(office), *machine(Path(desk_place(options.desk)).parent)]
        risky = fontcheck.name_risks(office)
        words = "；".join(one.message.rstrip("。") for one in risky) or "姓名用字齐全"
        found.append(("姓名用字", not risky, words))
    emit(
        options,
        [{"what": what, "ok": ok, "words": words} for what, ok, words in found],
        [f"{'正常' if ok else '注意'}　{what}：{words}" for what, ok, words in found],
    )
    return 0 if all(ok for what, ok, _ in found if what in ("台账文件", "日志")) else 1


def shots(options: Namespace) -> None:
    """Draw every panel with the sample desk."""
    from meetingdesk.cli.shooting import shoot

    files = shoot(Path(options.out), options.size, options.theme, options.scale)
    for file in files:
        say(str(file))
    emit(options, [str(f) for f in files], [f"图片{len(files)}张：{options.out}"])
