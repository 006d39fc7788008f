"""The statutory table of offices: verb, proposer, duties, letter and oath (A25–A28, rules 2.1).

The verbs are not interchangeable: 决定任免 for the government, 任免 for commission, court,
procuratorate and the committee's own bodies, 批准任免 for the chief procurator one level down
(rules 0.7 and 2.1). The table is data; each row names its article.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class AppointmentVerb(StrEnum):
    """The statutory verbs (任免动作)."""

    APPOINT = "任命"
    REMOVE = "免去"
    DECIDE_APPOINT = "决定任命"
    DECIDE_REMOVE = "决定免去"
    APPROVE_APPOINT = "批准任命"
    APPROVE_REMOVE = "批准免去"
    ACCEPT_RESIGNATION = "接受辞职"
    DECIDE_ACTING = "决定代理"
    ELECT_ACTING = "推选代理"
    DISMISS = "撤销职务"

    @property
    def appoints(self) -> bool:
        """Whether someone takes up a post."""
        return self in _APPOINTING

    @property
    def removes(self) -> bool:
        """Whether someone leaves a post."""
        return self not in _APPOINTING


_V = AppointmentVerb
_APPOINTING = (
    _V.APPOINT, _V.DECIDE_APPOINT, _V.APPROVE_APPOINT, _V.DECIDE_ACTING, _V.ELECT_ACTING,
)  # fmt: skip


class Proposer(StrEnum):
    """Who puts an appointment to the committee (提请人)."""

    CHAIRS = "主任会议"
    MAYOR = "市长"
    SUPERVISION = "监察委员会主任"
    COURT = "法院院长"
    PROCURATOR = "检察院检察长"
    SELF = "本人"
    GOVERNMENT = "市人民政府"
    FIFTH = "五分之一以上组成人员"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person, one action: the unit in which appointments are counted."""

    verb: str
    name: str
    post: str
    proposer: str = ""


class Office(StrEnum):
    """Categories of office, as far as the law treats them alike."""

    DEPUTY_MAYOR = "副市长"
    GOVERNMENT = "政府组成人员"
    DEPUTY_SUPERVISOR = "监委副主任、委员"
    DEPUTY_COURT = "法院副院长"
    JUDGE = "审判人员"
    DEPUTY_PROCURATOR = "副检察长"
    PROCURATOR = "检察人员"
    LOWER_PROCURATOR = "下一级检察长"
    BRANCH_HEAD = "派出法院检察院正职"
    COMMITTEE = "专门委员会成员"
    CREDENTIALS = "代表资格审查委员会成员"
    INQUIRY = "特定问题调查委员会成员"
    WORKING_BODY = "常委会工作机构"
    ASSESSOR = "人民陪审员"
    ELECTED_HEAD = "代表大会选举的正职"
    MEMBER = "常委会组成人员"
    UNKNOWN = "未识别"


@dataclass(frozen=True, slots=True)
class OfficeRule:
    """One row of the statutory table.

    ``verbs`` are the right verbs, ``proposers`` who may propose, ``duties`` what must follow,
    ``letter`` whether a 任命书 is issued by default, ``oath`` who organises the oath (empty:
    none), ``mark`` how sure the source is ([P] law read, [S] local rule seen, [M] memory).
    """

    office: Office
    verbs: tuple[AppointmentVerb, ...]
    proposers: tuple[Proposer, ...]
    article: str
    duties: tuple[str, ...] = ()
    letter: bool = True
    oath: str = "市人大常委会"
    mark: str = "P"


_PLAIN = (_V.APPOINT, _V.REMOVE)
_DECIDED = (_V.DECIDE_APPOINT, _V.DECIDE_REMOVE)
_APPROVED = (_V.APPROVE_APPOINT, _V.APPROVE_REMOVE)
_LAW = "地方组织法第五十条第一款第{}项"
_CHAIRS_ONLY = (Proposer.CHAIRS,)
_COURT_LAW, _PROC_LAW = "人民法院组织法第四十三条", "人民检察院组织法第三十八条"

OFFICE_RULES: dict[Office, OfficeRule] = {
    rule.office: rule
    for rule in (
        OfficeRule(Office.DEPUTY_MAYOR, _DECIDED, (Proposer.MAYOR,), _LAW.format("十三"),
                   ("仅限代表大会闭会期间、个别任免",), mark="S"),
        OfficeRule(Office.GOVERNMENT, _DECIDED, (Proposer.MAYOR,), _LAW.format("十四"),
                   ("报上一级人民政府备案",)),
        OfficeRule(Office.DEPUTY_SUPERVISOR, _PLAIN, (Proposer.SUPERVISION,),
                   _LAW.format("十五")),
        OfficeRule(Office.DEPUTY_COURT, _PLAIN, (Proposer.COURT,), _COURT_LAW),
        OfficeRule(Office.JUDGE, _PLAIN, (Proposer.COURT,), _COURT_LAW, oath="市中级人民法院"),
        OfficeRule(Office.DEPUTY_PROCURATOR, _PLAIN, (Proposer.PROCURATOR,), _PROC_LAW),
        OfficeRule(Office.PROCURATOR, _PLAIN, (Proposer.PROCURATOR,), _PROC_LAW,
                   oath="市人民检察院"),
        OfficeRule(Office.LOWER_PROCURATOR, _APPROVED, (Proposer.PROCURATOR,), _PROC_LAW,
                   ("须先由下一级人民代表大会选举或者罢免",), letter=False,
                   oath="下一级人大常委会"),
        OfficeRule(Office.BRANCH_HEAD, _PLAIN, (Proposer.COURT, Proposer.PROCURATOR),
                   "淄博市人事任免办法（地方规定）", mark="S"),
        OfficeRule(Office.COMMITTEE, _PLAIN, _CHAIRS_ONLY, "地方组织法第三十四条",
                   ("限个别副主任委员、部分委员", "报下次代表大会备案")),
        OfficeRule(Office.CREDENTIALS, _PLAIN, _CHAIRS_ONLY, "地方组织法第五十六条",
                   ("从常委会组成人员中提名",)),
        OfficeRule(Office.INQUIRY, _PLAIN, _CHAIRS_ONLY, "监督法第五十七条",
                   ("从常委会组成人员和其他代表中提名", "与调查问题有利害关系的人员回避"),
                   letter=False, oath=""),
        OfficeRule(Office.WORKING_BODY, _PLAIN, _CHAIRS_ONLY, "地方人事任免规定", mark="S"),
        OfficeRule(Office.ASSESSOR, _PLAIN, (Proposer.COURT,), "人民陪审员法",
                   oath="人民法院", mark="M"),
        OfficeRule(Office.ELECTED_HEAD, (), (), "地方组织法第十一条",
                   ("由人民代表大会选举，常委会只能接受辞职或者决定代理",), letter=False,
                   oath="大会主席团"),
        OfficeRule(Office.MEMBER, (), (), "地方组织法第四十七条",
                   ("由人民代表大会选举，常委会只能接受辞职或者推选代理主任",), letter=False,
                   oath="大会主席团"),
    )
}  # fmt: skip

# Verbs that go with several offices: from which offices, on whose proposal.
_RESIGNING = (Office.MEMBER, Office.ELECTED_HEAD, Office.DEPUTY_MAYOR, Office.COMMITTEE)
_DISMISSIBLE = (
    Office.DEPUTY_MAYOR, Office.GOVERNMENT, Office.DEPUTY_SUPERVISOR, Office.DEPUTY_COURT,
    Office.JUDGE, Office.DEPUTY_PROCURATOR, Office.PROCURATOR, Office.BRANCH_HEAD,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VerbRule:
    """A verb that cuts across offices (辞职、代理、撤职)."""

    offices: tuple[Office, ...]
    proposers: tuple[Proposer, ...]
    article: str
    duties: tuple[str, ...]


VERB_RULES: dict[AppointmentVerb, VerbRule] = {
    _V.ACCEPT_RESIGNATION: VerbRule(
        _RESIGNING, (Proposer.SELF, Proposer.CHAIRS), "地方组织法第三十二条",
        ("报本级人民代表大会备案",),
    ),
    _V.DECIDE_ACTING: VerbRule(
        (Office.ELECTED_HEAD,), _CHAIRS_ONLY, _LAW.format("十三"),
        ("从该机关副职中决定；尚不是副职的，先任命副职",),
    ),
    _V.ELECT_ACTING: VerbRule(
        (Office.MEMBER,), _CHAIRS_ONLY, "地方组织法第五十五条", ("从副主任中推选一人",),
    ),
    _V.DISMISS: VerbRule(
        _DISMISSIBLE,
        (Proposer.GOVERNMENT, Proposer.SUPERVISION, Proposer.COURT, Proposer.PROCURATOR,
         Proposer.CHAIRS, Proposer.FIFTH),
        "监督法第六十条至第六十二条",
        ("无记名投票，全体组成人员过半数通过", "表决前本人可以提出申辩"),
    ),
}  # fmt: skip

_PROCURATOR_DUTY = "报上一级人民检察院和人民代表大会常务委员会备案"
_PROCURATOR_RESIGNS = "报经上一级人民检察院检察长提请该级人民代表大会常务委员会批准"

_LOWER = re.compile(r"[\u4e00-\u9fff](?:区|县|旗)(?:人民)?检察院")
_BRANCH = re.compile(r"(?:开发区|高新|示范区|新区|铁路运输|林区|监狱)")
_CITY = re.compile(r"^([\u4e00-\u9fff]{1,7}?(?:市|州|地区|盟|区|县|旗))(?!委)")

_COMMITTEE_NAME = "(?:人大常委会|人民代表大会常务委员会)"

# Ordered: the first pattern that fits names the office.
_POSTS: tuple[tuple[re.Pattern[str], Office], ...] = tuple(
    (re.compile(pattern), office)
    for pattern, office in (
        (r"人民陪审员", Office.ASSESSOR),
        (r"代表资格审查委员会", Office.CREDENTIALS),
        (r"调查委员会", Office.INQUIRY),
        (rf"{_COMMITTEE_NAME}(?:主任|副主任|秘书长|委员|组成人员)$", Office.MEMBER),
        (rf"{_COMMITTEE_NAME}.+", Office.WORKING_BODY),
        (r"(?:人大|人民代表大会).+委员会(?:副?主任委员|委员)$", Office.COMMITTEE),
        (r"(?:监察委员会|监委)主任$", Office.ELECTED_HEAD),
        (r"(?:监察委员会|监委)(?:副主任|委员)", Office.DEPUTY_SUPERVISOR),
        (r"法院院长$", Office.ELECTED_HEAD),
        (r"法院.*副院长", Office.DEPUTY_COURT),
        (r"法院.*(?:庭长|审判员|审判委员会|执行局|法官)", Office.JUDGE),
        (r"检察院检察长$", Office.ELECTED_HEAD),
        (r"检察院.*副检察长", Office.DEPUTY_PROCURATOR),
        (r"检察院.*(?:检察员|检察委员会)", Office.PROCURATOR),
        (r"副(?:市|州|区|县)长$", Office.DEPUTY_MAYOR),
        (r"(?:市|州|区|县)长$", Office.ELECTED_HEAD),
        (r"副秘书长$|社区|街道|[村乡镇]|政协|党组|党委|工会", Office.UNKNOWN),
        (r"(?:政府秘书长|..局局长|..厅厅长|.(?:委员会|办公室|委|办)主任)$", Office.GOVERNMENT),
    )
)


def bare_post(post: str) -> str:
    """Return the post itself: without 代理, bracketed remarks and a closing 职务."""
    plain = re.sub(r"[（(][^（）()]*[）)]$", "", post.strip())
    return plain.removesuffix("职务").removesuffix("的").replace("代理", "").strip()


def classify_post(post: str, home: str = "") -> Office:
    """Return the category of a post's full title.

    ``home`` is the city (示例市): another place's chief procurator is one level down. Without
    it only districts and counties are recognised as lower. Posts the table cannot place, such
    as deputy bureau heads, whom governments appoint themselves, are ``UNKNOWN``.
    """
    plain = bare_post(post)
    if plain.endswith(("法院院长", "检察院检察长")) and _BRANCH.search(plain):
        return Office.BRANCH_HEAD
    if plain.endswith("检察院检察长") and _is_lower(plain, home):
        return Office.LOWER_PROCURATOR
    return next((office for rule, office in _POSTS if rule.search(plain)), Office.UNKNOWN)


def _is_lower(plain: str, home: str) -> bool:
    place = _CITY.match(plain)
    elsewhere = bool(home) and place is not None and place[1] not in (home, "市", home[-1:])
    return elsewhere or _LOWER.search(plain) is not None


def duties(verb: str, post: str, home: str = "") -> tuple[str, ...]:
    """List what must follow an adopted entry (备案, 批准 …)."""
    office = classify_post(post, home)
    if verb in VERB_RULES:
        extra = VERB_RULES[_V(verb)].duties
        if "检察长" in bare_post(post) and verb == _V.DECIDE_ACTING:
            return (*extra, _PROCURATOR_DUTY)
        if "检察长" in bare_post(post) and verb == _V.ACCEPT_RESIGNATION:
            return (*extra, _PROCURATOR_RESIGNS)
        return extra
    return OFFICE_RULES[office].duties if office in OFFICE_RULES else ()


def right_verbs(post: str, home: str = "") -> tuple[AppointmentVerb, ...]:
    """List every verb the law allows for a post, 任 before 免."""
    office = classify_post(post, home)
    own = OFFICE_RULES[office].verbs if office in OFFICE_RULES else ()
    return (*own, *(verb for verb, rule in VERB_RULES.items() if office in rule.offices))
