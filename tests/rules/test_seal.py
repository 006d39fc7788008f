from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetingdesk.rules.seal import canonical_json, digest, short_code

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)


def test_canonical_text_is_sorted_tight_and_utf8() -> None:
    record = {"b": [1, True, None], "a": {"赞成": 21, "反对": 0}}
    assert canonical_json(record).decode() == '{"a":{"反对":0,"赞成":21},"b":[1,true,null]}'
    assert digest(record) == digest(dict(reversed(record.items())))


def test_digest_is_sha256_of_the_text() -> None:
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert short_code(digest({})) == "8G9P-Z8TN"


def test_tuples_seal_as_lists() -> None:
    assert digest(("赞成",)) == digest(["赞成"])


@pytest.mark.parametrize("vague", [0.5, [1.0], {"a": {1: 2}}, {"a": {3}}, b"x"])
def test_values_with_no_single_text_are_refused(vague: Any) -> None:
    with pytest.raises(ValueError, match="text"):
        digest(vague)


@pytest.mark.parametrize("code", ["", "abc", "zz" * 32, "ab" * 31])
def test_a_code_needs_a_whole_digest(code: str) -> None:
    with pytest.raises(ValueError):
        short_code(code)


@given(PLAIN)
def test_the_text_reads_back_as_the_record(record: Any) -> None:
    assert json.loads(canonical_json(record)) == record
    assert len(short_code(digest(record))) == 9
