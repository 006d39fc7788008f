"""票证台账: where every printed ballot is, as sums that must balance (选举法 Art. 44; rules.md §1.3).

印制 = 发出 + 作废 + 旧版作废 + 余票; 收回 ≤ 发出; 收回 = 有效 + 无效. A sheet that was spoiled and
replaced counts once as 作废; its replacement stands in for it in 发出.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Balance:
    """One equation of the ledger; ``ok`` is None while it cannot be judged yet."""

    key: str
    label: str
    text: str
    ok: bool | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """Sheets of one vote by where they went; None where nobody has said yet.

    ``replaced`` are sheets spoiled by voters (作废更换) or by the printer (印废); ``left`` is the
    余票 as counted by hand; ``doubtful`` are laid aside and not ruled yet. ``registered_issued`` and ``registered_returned`` are the numbers the count goes by.
    """

    printed: int = 0
    spare: int = 0
    issued: int | None = None
    replaced: int = 0
    outdated: int = 0
    left: int | None = None
    returned: int | None = None
    doubtful: int = 0
    valid: int | None = None
    invalid: int | None = None
    sealed: int = 0
    destroyed: int = 0
    registered_issued: int | None = None
    registered_returned: int | None = None

    @property
    def should_be_left(self) -> int:
        """余票 by arithmetic: what was printed and has gone nowhere."""
        return self.printed - (self.issued or 0) - self.replaced - self.outdated

    @property
    def unreturned(self) -> int | None:
        """Ballots issued that did not come back."""
        if self.issued is None or self.returned is None:
            return None
        return self.issued - self.returned


def balances(ledger: Ledger) -> tuple[Balance, ...]:
    """Return the equations in the order of the ledger's columns."""
    found = [_printed(ledger), _returned(ledger), _counted(ledger)]
    if ledger.sealed or ledger.destroyed:
        found.append(_kept(ledger))
    return tuple(found)


def certifiable(ledger: Ledger) -> list[str]:
    """Return what keeps the vote from being certified, nothing when the ledger balances."""
    wrong = [
        f"票证台账：{one.label}，{one.text}，{'还没有填全' if one.ok is None else '不相符'}。"
        for one in balances(ledger)
        if one.key != "kept" and one.ok is not True
    ]
    pairs = (
        ("发出", ledger.issued, ledger.registered_issued),
        ("收回", ledger.returned, ledger.registered_returned),
    )
    wrong += [
        f"票证台账的{word}{own}张，与登记的{word}{other}张不一致。"
        for word, own, other in pairs
        if own is not None and other is not None and own != other
    ]
    return wrong


def _printed(ledger: Ledger) -> Balance:
    terms = [("发出", ledger.issued), ("作废", ledger.replaced)]
    if ledger.outdated:
        terms.append(("旧版作废", ledger.outdated))
    left = ledger.should_be_left if ledger.left is None else ledger.left
    terms.append(("余票", left))
    whole = sum(value or 0 for _, value in terms)
    ok: bool | None = None
    if ledger.should_be_left < 0:
        ok = False
    elif ledger.issued is not None and ledger.left is not None:
        ok = whole == ledger.printed
    label = "印制 = " + " + ".join(word for word, _ in terms)
    text = f"{ledger.printed} = " + " + ".join(
        "—" if value is None else str(value) for _, value in terms
    )
    return Balance("printed", label, text, ok)


def _returned(ledger: Ledger) -> Balance:
    label = "收回 ≤ 发出"
    if ledger.issued is None or ledger.returned is None:
        what = "发出" if ledger.issued is None else "收回"
        return Balance("returned", label, f"待登记{what}", None)
    ok = ledger.returned <= ledger.issued
    gap = f"，未收回{ledger.issued - ledger.returned}" if ok and ledger.unreturned else ""
    sign = "≤" if ok else ">"
    return Balance("returned", label, f"{ledger.returned} {sign} {ledger.issued}{gap}", ok)


def _counted(ledger: Ledger) -> Balance:
    terms = [("有效", ledger.valid), ("无效", ledger.invalid)]
    if ledger.doubtful:
        terms.append(("存疑", ledger.doubtful))
    known = ledger.returned is not None and ledger.valid is not None
    whole = sum(value or 0 for _, value in terms)
    ok = (whole == ledger.returned and not ledger.doubtful) if known else None
    if known and whole == ledger.returned and ledger.doubtful:
        ok = None
    label = "收回 = " + " + ".join(word for word, _ in terms)
    if not known:
        return Balance("counted", label, "待计票", None)
    text = f"{ledger.returned} = " + " + ".join(str(value or 0) for _, value in terms)
    return Balance("counted", label, text, ok)


def _kept(ledger: Ledger) -> Balance:
    away = ledger.unreturned or 0
    whole = ledger.sealed + ledger.destroyed + away
    ok = None if whole < ledger.printed else whole == ledger.printed
    text = f"{ledger.printed} = {ledger.sealed} + {ledger.destroyed} + {away}"
    return Balance("kept", "印制 = 封存 + 销毁 + 未收回", text, ok)
