"""The headless interface, driven as an office's script would drive it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from meetingdesk.cli import main
from meetingdesk.cli.columns import COLUMNS, READS, steps
from meetingdesk.cli.parser import build_parser
from meetingdesk.main import lock_desk

if TYPE_CHECKING:
    from pathlib import Path


class Terminal:
    """Runs commands on one desk and keeps what they print."""

    def __init__(self, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.desk, self.capsys = desk, capsys

    def run(self, *words: object) -> tuple[int, str, str]:
        """Return exit status, stdout and stderr of one command."""
        status = main(["--desk", str(self.desk), *map(str, words)])
        out, err = self.capsys.readouterr()
        return status, out, err

    def read(self, *words: object) -> Any:
        """Return the JSON a command prints; it must succeed."""
        status, out, err = self.run(*words, "--json")
        assert (status, err) == (0, ""), err
        return json.loads(out)


@pytest.fixture
def terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(tmp_path / "a.desk", capsys)


def prepare(terminal: Terminal) -> tuple[int, int]:
    """Register a body, a term, three members and a meeting; return term and meeting."""
    body = terminal.read(
        "roster", "add-body", "--name", "示例市人民代表大会常务委员会", "--short-name",
        "市人大常委会", "--place-name", "示例市", "--level", "市", "--kind", "standing_committee",
    )  # fmt: skip
    term = terminal.read("roster", "add-term", "--body-id", body, "--number", 14)
    for name, post in (("周启明", "主任"), ("林若棠", "副主任"), ("于川", "委员")):
        terminal.read(
            "roster", "add-member", "--term-id", term, "--name", name, "--post", post,
            "--since", "2022-01-12",
        )  # fmt: skip
    meeting = terminal.read(
        "meeting", "convene", "--term-id", term, "--number", 36, "--start", "2026-08-17",
        "--end", "2026-08-18",
    )  # fmt: skip
    return term, meeting


def test_whatever_the_desktop_does_can_be_scripted(terminal: Terminal, tmp_path: Path) -> None:
    term, meeting = prepare(terminal)
    item = terminal.read(
        "agenda", "add-item", meeting, "--verb", "听取和审议", "--subject", "市人民政府的报告"
    )
    terminal.read("agenda", "edit-item", item, "--set", "reporter=市财政局", "needs_vote=true")
    shown = terminal.read("agenda", "list", meeting)
    assert [(i["reporter"], i["needs_vote"]) for i in shown] == [("市财政局", True)]
    assert len(terminal.read("roster", "on", term, "2026-08-17")) == 3
    status, out, _ = terminal.run(
        "documents", meeting, "--out", tmp_path / "文书", "--only", "agenda"
    )
    assert status == 0
    assert out.strip().endswith("02-议程.docx")


def test_a_duplicate_session_number_is_refused_and_nothing_changes(terminal: Terminal) -> None:
    term, _ = prepare(terminal)
    before = terminal.read("meeting", "list")
    status, out, err = terminal.run("meeting", "convene", "--term-id", term, "--number", 36)
    assert (status, out) == (1, "")
    assert "第14届已有第36次常委会会议" in err
    assert "“次数”" in err
    assert terminal.read("meeting", "list") == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("foo",), "命令写法有误"),
        (("vote", "show"), "缺少"),
        (("documents", "x", "--out", "y"), "应是整数"),
        (("meeting", "convene", "--term-id", "一"), "应是整数"),
        (("roster", "on", "1", "明天"), "应是日期"),
        (("roster", "set-rules", "--values", "{"), "应是 JSON"),
    ],
)
def test_wrong_usage_is_status_2_in_chinese(
    terminal: Terminal, words: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SystemExit) as stop:
        terminal.run(*words)
    assert stop.value.code == 2
    assert said in terminal.capsys.readouterr().err


def test_an_unknown_step_names_the_steps_there_are(terminal: Terminal) -> None:
    status, _, err = terminal.run("oath", "dance")
    assert status == 1
    assert "swear-in" in err


def test_the_rules_of_procedure_are_read_and_set(terminal: Terminal) -> None:
    prepare(terminal)
    before = terminal.read("roster", "rules", 1, "2026-08-17")
    assert before["name_order"]
    terminal.read(
        "roster", "set-rules", "--body-id", 1, "--valid-from", "2026-01-01",
        "--values", json.dumps({"name_order": "姓氏"}, ensure_ascii=False),
    )  # fmt: skip
    assert terminal.read("roster", "rules", 1, "2026-08-17") == before | {"name_order": "姓氏"}
    assert len(terminal.read("roster", "rules-versions", 1)) == 1


def test_every_step_says_in_chinese_what_it_does(terminal: Terminal) -> None:
    for column in COLUMNS:
        _, out, _ = terminal.run(column)
        lines = out.splitlines()
        assert len(lines) == len(steps(column)) >= len(READS[column])
        for line in lines:
            assert any("一" <= c <= "鿿" for c in line[26:]), line


@pytest.mark.slow
def test_the_check_names_what_is_wrong_and_what_is_fine(terminal: Terminal) -> None:
    _, meeting = prepare(terminal)
    assert terminal.run("check", meeting)[1] == "没有发现问题。\n"
    terminal.read("agenda", "add-item", meeting, "--verb", "听取", "--subject", "××局的报告")
    found = terminal.read("check", meeting)
    assert [(f["code"], f["level"], f["key"]) for f in found] == [
        ("空白", "差错", "item_id"), ("报告人", "核对", "item_id"),
    ]  # fmt: skip
    assert "差错　议程第1项：“××”还没有填写。" in terminal.run("check", meeting)[1]


def test_a_wrong_file_is_named_with_its_line(terminal: Terminal, tmp_path: Path) -> None:
    broken = tmp_path / "坏.json"
    broken.write_text("{\n  oops", encoding="utf-8")
    status, _, err = terminal.run("decide", broken)
    assert status == 1
    assert "坏.json" in err
    assert "第2行" in err


def test_schemas_are_printed_and_are_schemas(terminal: Terminal) -> None:
    names = terminal.read("schema")
    assert {"meeting", "vote", "result"} <= set(names)
    for name in names:
        _, out, _ = terminal.run("schema", name)
        assert json.loads(out)["$schema"].endswith("2020-12/schema")


def test_a_file_that_is_no_desk_is_left_alone(tmp_path: Path, capsys: Any) -> None:
    note = tmp_path / "便条.desk"
    note.write_text("这不是台账", encoding="utf-8")
    assert main(["--desk", str(note), "meeting", "list"]) == 1
    assert "不是会务台的台账" in capsys.readouterr().err
    assert note.read_text(encoding="utf-8") == "这不是台账"


def test_the_help_of_every_command_is_chinese_and_says_what_it_takes() -> None:
    top = build_parser()
    (subs,) = [one for one in top._actions if isinstance(one.choices, dict)]
    assert isinstance(subs.choices, dict)
    for name, parser in [("", top), *subs.choices.items()]:
        told = parser.format_help()
        assert not re.search(r"usage|exit|show|arguments|positional", told), name
        assert name == "" or "命令:" not in told, name
    told = {name: " ".join(parser.format_help().split()) for name, parser in subs.choices.items()}
    assert "没有存疑、也没有要再看的○×时计入" in told["scan"]
    assert "events 只对照" in told["import"]
    assert "events" not in told["export"]
    assert "不写时列出全部动作" in told["vote"]


@pytest.mark.slow
def test_backup_and_restore_bring_the_desk_back(terminal: Terminal, tmp_path: Path) -> None:
    term, _ = prepare(terminal)
    copy = tmp_path / "备份.desk"
    assert terminal.run("backup", copy)[0] == 0
    terminal.read("meeting", "convene", "--term-id", term, "--number", 37)
    assert terminal.run("restore", copy)[0] == 0
    assert [m["number"] for m in terminal.read("meeting", "list")] == [36]
    assert list(tmp_path.glob("a.恢复前-1.desk"))
    assert terminal.run("verify")[0] == 0


def test_restore_leaves_a_desk_alone_that_a_window_holds(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.read("roster", "terms")
    copy = tmp_path / "b.desk"
    assert terminal.run("backup", copy)[0] == 0
    held, before = lock_desk(terminal.desk), sorted(tmp_path.glob("*.desk"))
    status, _, err = terminal.run("restore", copy)
    assert (status, "已经在另一个会务台窗口里打开" in err) == (1, True)
    assert sorted(tmp_path.glob("*.desk")) == before
    held.unlock()
    assert terminal.run("restore", copy)[0] == 0
    assert not list(tmp_path.glob("*.lock"))


def test_restore_is_for_desks_in_one_file(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    terminal.desk = "postgresql://server/desk"  # type: ignore[assignment]
    status, _, err = terminal.run("restore", "b.desk")
    assert (status, "不在单个文件里" in err) == (1, True)
    assert not list(tmp_path.iterdir())


def test_a_damaged_backup_is_refused_and_the_desk_stays(terminal: Terminal, tmp_path: Path) -> None:
    prepare(terminal)
    bad = tmp_path / "坏.desk"
    bad.write_bytes(b"SQLite format 3\x00" + b"\x00" * 500)
    status, _, err = terminal.run("restore", bad)
    assert status == 1
    assert "没有被改动" in err
    assert len(terminal.read("meeting", "list")) == 1


@pytest.mark.slow
def test_demo_twice_gives_the_same_bytes(tmp_path: Path, capsys: Any) -> None:
    for name in ("a", "b"):
        assert main(["demo", "--out", str(tmp_path / name)]) == 0
    capsys.readouterr()
    first = sorted(p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*.*"))
    second = sorted(p.relative_to(tmp_path / "b") for p in (tmp_path / "b").rglob("*.*"))
    assert first == second
    papers = [p for p in first if p.suffix in (".docx", ".pdf", ".json")]
    assert len(papers) > 50
    for path in papers:
        assert (tmp_path / "a" / path).read_bytes() == (tmp_path / "b" / path).read_bytes(), path


def test_rule_cards_are_copied_and_changed(terminal: Terminal) -> None:
    terminal.read("roster", "add-body", "--name", "示例市人大常委会", "--short-name", "市人大常委会",
                  "--place-name", "示例市", "--level", "市", "--kind", "standing_committee")  # fmt: skip
    own = terminal.read("card", "copy-card", 1, "测评-三档", "--title", "本市测评办法")
    values = terminal.read("card", "show", "本机-1")
    values["outcomes"][0]["fraction"] = "2/3"
    saved = terminal.read("card", "save-card", own, json.dumps(values), "--note", "2026年办法")
    assert saved == 2
    first = terminal.read("card", "list", "--body-id", 1)[0]
    assert (first["view"]["title"], first["kept"]) == ("本市测评办法", 2)
    values["outcomes"].pop()
    status, _, err = terminal.run("card", "save-card", own, json.dumps(values))
    assert status != 0
    assert "最后一档须为“其余情形”" in err
