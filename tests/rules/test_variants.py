"""A35: drifted titles, on the titles of the real records."""

from __future__ import annotations

from meetingdesk.rules.titles import check_titles, title_variants

EPIDEMIC = "安阳市人民代表大会常务委员会关于依法全力做好新型冠状病毒肺炎疫情防控工作的决定"
RIVER = "卫河流域城市人大关于协作助力生态治理和高质量发展的决定"


def test_a35_missing_word_and_short_form() -> None:
    (found,) = title_variants(
        EPIDEMIC, "审议并全票通过了《关于依法做好新型冠状病毒肺炎疫情防控工作的决定》。"
    )
    assert found.missing == ("全力",)
    assert found.organ_omitted
    assert found.describe() == "缺“全力”，省略机关名称"


def test_a35_missing_organ_in_a_joint_title() -> None:
    text = "《卫河流域城市关于协作助力生态治理和高质量发展的决定》"
    (found,) = title_variants(f"《{RIVER}》", f"通过了{text}。")
    assert (found.missing, found.extra) == (("人大",), ())
    assert (found.start, found.end) == (3, 3 + len(text))


def test_a35_draft_mark_left_after_adoption() -> None:
    text = f"会议审议通过了《{EPIDEMIC}（草案）》"
    (found,) = title_variants(EPIDEMIC, text)
    assert found.draft_left
    assert found.describe() == "残留“（草案）”"
    assert title_variants(f"{EPIDEMIC}（草案）", f"《{EPIDEMIC}》") == []


def test_a35_titles_without_book_marks() -> None:
    short = EPIDEMIC.split("委员会")[1]
    (found,) = title_variants(EPIDEMIC, f"印发{short}（草案），请阅")
    assert found.draft_left
    assert found.organ_omitted
    (other,) = title_variants(EPIDEMIC, f"通过{EPIDEMIC.replace('全力', '切实')}。")
    assert (other.missing, other.extra) == (("全力",), ("切实",))


def test_a35_exact_and_unrelated_titles_are_silent() -> None:
    assert title_variants(EPIDEMIC, f"《{EPIDEMIC}》和{EPIDEMIC}") == []
    assert title_variants(EPIDEMIC, "《示例市燃气管理条例》，作出工作的决定，研究了别的工作") == []


def test_a35_the_permitted_short_form_is_not_a_problem() -> None:
    short = EPIDEMIC.split("委员会")[1]
    assert title_variants(EPIDEMIC, f"《{short}》")[0].describe() == "省略机关名称"
    assert check_titles([EPIDEMIC], f"《{short}》") == []


def test_a35_problems_name_the_canonical_title() -> None:
    text = "《卫河流域城市关于协作助力生态治理和高质量发展的决定》"
    (problem,) = check_titles([EPIDEMIC, RIVER], text)
    assert f"《{RIVER}》" in problem.message
    assert "缺“人大”" in problem.message


def test_a35_two_uses_are_found_in_order() -> None:
    text = f"《{RIVER}（草案）》经修改，{RIVER.replace('人大', '')}"
    assert [found.draft_left for found in title_variants(RIVER, text)] == [True, False]
