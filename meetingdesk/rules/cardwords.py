"""A rule card in words: the 说明 printed on the ballot and one paragraph for the counting screen."""

from __future__ import annotations

from meetingdesk.rules.cardtypes import (
    Blank,
    Card,
    Fault,
    Medium,
    Missing,
    Outcome,
    Selection,
    ShortagePolicy,
    Threshold,
    TiePolicy,
    Unpressed,
    WriteIn,
)
from meetingdesk.rules.majority import Op, decimal_text, fraction_words

TIE_WORDS = {
    TiePolicy.REVOTE: "就票数相等的再次投票",
    TiePolicy.BALLOT_ORDER: "按票上次序在前的确定",
    TiePolicy.ALL_IN: "票数相等的一并确定",
    TiePolicy.ORGAN_DECIDES: "由会议主持机构决定",
}
SHORTAGE_WORDS = {
    ShortagePolicy.REVOTE: "不足的名额另行投票",
    ShortagePolicy.LEAVE_VACANT: "不足的名额暂缺",
    ShortagePolicy.ORGAN_DECIDES: "不足的名额由会议主持机构决定如何处理",
}


def explain_on_ballot(card: Card, seats: int | None = None) -> list[str]:
    """Return the numbered-to-be 说明 lines printed on the ballot, made from the rule itself.

    ``seats`` replaces the card's own number of seats (应选名额).
    """
    if card.ballot.medium is not Medium.PAPER:
        return []
    anonymous = "本票为无记名票。" if card.ballot.secret else "本票为记名票，请签名。"
    lines = [anonymous + "请用蓝色或黑色笔填写，字迹、符号清楚。"]
    lines += _how_to_mark(card, seats)
    lines.append(_blank_line(card))
    if card.ballot.illegible is Fault.ITEM:
        lines.append("无法辨认的事项，该项无效，不影响其他各项。")
    else:
        lines.append("有无法辨认的事项的，全票无效。")
    lines.append("收回的票多于发出的票，本次投票无效，应重新投票。")
    return lines


def _how_to_mark(card: Card, seats: int | None) -> list[str]:
    labels = "".join(f"“{choice.label}”" for choice in card.choices)
    whole = card.ballot.double is Fault.BALLOT
    spoiled = "全票无效" if whole else "该项无效，不影响其他各项"
    if len(card.choices) == 1:
        lines = [f"同意的，在相应的{labels}栏内画“√”；不同意的不作标记。"]
    else:
        lines = [
            f"对每一项，在{labels}中只选一个，在相应的栏内画“√”。",
            f"同一项选两个以上的，{spoiled}。",
        ]
    if card.selection:
        lines += _limits(card, card.selection, seats)
    return lines


def _limits(card: Card, selection: Selection, seats: int | None) -> list[str]:
    seats = seats or selection.seats
    most = selection.choose_at_most or seats
    lines = []
    label = card.labels((selection.choice,))
    if most:
        lines.append(f"应选{seats or most}名（项），“{label}”不得超过{most}个；超过的，全票无效。")
    if selection.choose_at_least:
        lines.append(f"“{label}”不得少于{selection.choose_at_least}个；不足的，全票无效。")
    if selection.write_in is WriteIn.WITH_AGAINST:
        lines.append("另选他人的，须对候选人表示反对，并写明另选人姓名；弃权的不能另选他人。")
    elif selection.write_in is WriteIn.FREE:
        lines.append("可以另选他人，写明另选人姓名并在其栏内画“√”。")
    return lines


def _blank_line(card: Card) -> str:
    if card.ballot.blank is Blank.INVALID:
        return "未作选择的事项，该项无效。"
    if len(card.choices) == 1:
        return "未作标记的，视为未选该项。"
    return "未作选择的事项，视为弃权。"


def describe(card: Card) -> str:
    """Return the rule in one paragraph, for the counting screen and the frozen record."""
    parts = [f"{card.title}。"]
    if card.quorum:
        parts.append(f"到会人数须{condition_words(card.quorum)}。")
    parts += [_outcome_words(card, outcome) for outcome in card.outcomes]
    if card.bands:
        parts.append(
            "按平均分评定："
            + "；".join(
                f"{decimal_text(b.at_least, 0)}分以上不满{decimal_text(b.below, 0)}分为“{b.label}”"
                for b in sorted(card.bands, key=lambda band: band.at_least, reverse=True)
            )
            + "（最高档含满分）。"
        )
    if card.selection:
        parts.append(_selection_words(card, card.selection))
    parts += [f"{r.label}为{card.labels(r.choices)}占{r.base.noun}的比例。" for r in card.rates]
    if card.ranking:
        by = "平均分" if card.ranking.by_score else f"{card.labels(card.ranking.choices)}的比例"
        parts.append(f"按{by}由高到低排名，相同的并列。")
    if card.electorates:
        weights = "、".join(f"{e.label}{e.weight * 100}%" for e in card.electorates)
        parts.append(f"分类加权：{weights}。")
    parts.append(_ballot_words(card))
    if card.article:
        parts.append(f"依据：{card.article}。")
    if card.guess:
        parts.append("本卡凭通常做法拟定，未见原文，使用前请核对本地规定。")
    return "".join(parts)


def condition_words(threshold: Threshold) -> str:
    """Return ``超过全体组成人员半数`` and the like."""
    words, noun = fraction_words(threshold.fraction), threshold.base.noun
    end = "（含本数）" if threshold.op is Op.AT_LEAST and threshold.fraction < 1 else ""
    verb = {Op.MORE: "超过", Op.AT_LEAST: "达到", Op.LESS: "不足", Op.AT_MOST: "不超过"}
    return f"{verb[threshold.op]}{noun}{words}{end}"


def is_none_at_all(threshold: Threshold) -> bool:
    """Say whether the condition is that there be none (没有异议、没有不满意)."""
    return threshold.op is Op.AT_MOST and threshold.fraction == 0


def _outcome_words(card: Card, outcome: Outcome) -> str:
    if outcome.threshold is None:
        return f"其余情形：{outcome.label}。"
    labels = card.labels(outcome.choices)
    if is_none_at_all(outcome.threshold):
        return f"没有{labels}的：{outcome.label}。"
    return f"{labels}票{condition_words(outcome.threshold)}的：{outcome.label}。"


def _selection_words(card: Card, selection: Selection) -> str:
    label = card.labels((selection.choice,))
    bar = f"，且须{condition_words(selection.threshold)}" if selection.threshold else ""
    return (
        f"按{label}票多少由高到低确定{bar}；末位票数相等，{TIE_WORDS[selection.ties]}；"
        f"{SHORTAGE_WORDS[selection.shortage]}。"
    )


def _ballot_words(card: Card) -> str:
    rule = card.ballot
    if rule.medium is Medium.KEYPAD:
        return {
            Unpressed.NOT_COUNTED: "未按表决器的不计入表决票数。",
            Unpressed.AS_ABSTAIN: "未按表决器的计为弃权。",
            Unpressed.AS_ABSENT: "未按表决器的视为未到会。",
        }[rule.unpressed]
    if rule.medium is not Medium.PAPER:
        return ""
    blank = "无效" if rule.blank is Blank.INVALID else "视为弃权"
    double = "同一项多选全票无效" if rule.double is Fault.BALLOT else "同一项多选该项无效"
    if len(card.choices) == 1:
        blank = "无效" if rule.blank is Blank.INVALID else "视为未选"
        double = "所选多于应选名额全票无效"
    missing = "计为弃权" if rule.missing is Missing.ABSTAIN else "不作弃权"
    return f"空白{blank}，{double}；未收回的票{missing}；收回多于发出的，整个投票无效。"
