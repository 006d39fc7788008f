"""The invented texts of the sample session: agenda, decisions, opinions, order of day."""

from __future__ import annotations

from dataclasses import dataclass, field

EVALUATED = ("市商务局", "市医疗保障局", "市人防办", "市林业局", "市教育局")


@dataclass(frozen=True, slots=True)
class SampleItem:
    """An agenda item of the sample; ``outcome`` is recorded once it has been dealt with."""

    verb: str
    subject: str
    type: str
    submitted_by: str = ""
    reporter: str = ""
    outcome: str = ""
    needs_vote: bool = False
    vote_method: str = ""
    via: str = ""
    artefacts: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    on_agenda: bool = True
    materials: tuple[tuple[str, str], ...] = field(default=())


VIA = "第五十八次主任会议同意提请"

ITEMS = (
    SampleItem(
        "听取和审议",
        "市人民政府关于2026年上半年国民经济和社会发展计划执行情况的报告",
        "计划执行监督报告",
        "市人民政府",
        "市发展改革委",
        "审议",
        via=VIA,
        materials=(("报告", "市发展改革委"),),
    ),
    SampleItem(
        "听取和审议",
        "市人民政府关于2025年市级决算草案和2026年上半年预算执行情况的报告",
        "决算/预算执行报告",
        "市人民政府",
        "市财政局",
        "审议并作出相关决议",
        needs_vote=True,
        vote_method="按表决器",
        via=VIA,
        artefacts=("报告", "决议"),
        materials=(("报告", "市财政局"), ("审查结果报告", "市人大财经委")),
    ),
    SampleItem(
        "听取和审议",
        "市人民政府关于2026年市级预算调整方案（草案）的报告",
        "预算调整",
        "市人民政府",
        "市财政局",
        "作出相关决议",
        needs_vote=True,
        vote_method="按表决器",
        via=VIA,
        artefacts=("报告", "决议"),
        materials=(("报告", "市财政局"),),
    ),
    SampleItem(
        "听取和审议",
        "市人民政府关于2025年度市级预算执行和其他财政收支的审计工作报告",
        "审计工作报告",
        "市人民政府",
        "市审计局",
        "审议",
        via=VIA,
        materials=(("报告", "市审计局"),),
    ),
    SampleItem(
        "审议",
        "《示例市人民代表大会常务委员会关于批准示例市与江源市东城区缔结友好城市的决定（草案）》",
        "批准类决定",
        "市人民政府",
        "市外事办公室",
        "审议并通过",
        needs_vote=True,
        vote_method="按表决器",
        via=VIA,
        artefacts=("决定",),
        materials=(("决定（草案）", "市外事办公室"), ("说明", "市外事办公室")),
    ),
    SampleItem(
        "审议",
        "《清源河流域城市人大关于协作助力生态治理和高质量发展的决定（草案）》",
        "区域协同决定",
        "主任会议",
        "市人大城环工委",
        "审议并通过",
        needs_vote=True,
        vote_method="按表决器",
        via=VIA,
        artefacts=("决定",),
        materials=(("决定（草案）", "市人大城环工委"),),
    ),
    SampleItem(
        "听取",
        "市商务局、市医疗保障局、市人防办、市林业局、市教育局5个部门的工作报告"
        "和各评议工作组的评议情况报告",
        "工作评议＋满意度测评",
        "主任会议",
        "各评议工作组",
        "无记名投票满意度测评；提出评议意见和作出评议结果",
        needs_vote=True,
        vote_method="无记名投票",
        via="第五十八次主任会议听取五个评议工作组汇报",
        objects=EVALUATED,
        materials=tuple((f"{name}工作报告", name) for name in EVALUATED),
    ),
    SampleItem(
        "审议",
        "有关人事任免事项",
        "人事任免",
        "市长、市监察委员会主任、市中级人民法院院长、主任会议",
        "提请机关负责人",
        "审议并表决通过",
        needs_vote=True,
        vote_method="无记名投票",
        via="第五十八次主任会议研究",
        materials=(("任免案及基本情况、任免理由", "各提请机关"),),
    ),
    SampleItem("颁发", "任命书", "仪式", on_agenda=False),
    SampleItem("宣誓", "新任命人员宪法宣誓", "仪式", on_agenda=False),
    SampleItem(
        "举办",
        "生态环境保护法律制度专题讲座",
        "专题讲座",
        reporter="示例大学法学院教授",
        on_agenda=False,
    ),
)

#: (title, kind, item index, joint, body)
DECISIONS = (
    (
        "示例市人民代表大会常务委员会关于批准2025年市级决算的决议",
        "决议",
        1,
        False,
        (
            "示例市第十四届人民代表大会常务委员会第三十六次会议听取和审议了市人民政府"
            "《关于2025年市级决算草案和2026年上半年预算执行情况的报告》，审查了2025年市级决算草案。"
            "会议同意市人民代表大会财政经济委员会的审查结果报告，决定批准2025年市级决算。"
        ),
    ),
    (
        "示例市人民代表大会常务委员会关于批准2026年市级预算调整方案的决议",
        "决议",
        2,
        False,
        (
            "示例市第十四届人民代表大会常务委员会第三十六次会议听取和审议了市人民政府"
            "《关于2026年市级预算调整方案（草案）的报告》。会议同意市人民代表大会财政经济委员会的"
            "审查结果报告，决定批准2026年市级预算调整方案。\n"
            "会议要求，市人民政府要严格执行批准的预算调整方案，管好用好新增政府债务资金，"
            "确保重点支出和重大项目落实到位。"
        ),
    ),
    (
        "示例市人民代表大会常务委员会关于批准示例市与江源市东城区缔结友好城市的决定",
        "决定",
        4,
        False,
        (
            "示例市第十四届人民代表大会常务委员会第三十六次会议审议了市人民政府关于提请批准"
            "示例市与江源市东城区缔结友好城市的议案。会议认为，两地交往基础良好、产业互补性强，"
            "缔结友好城市有利于拓展交流合作、促进共同发展。会议决定：\n"
            "一、同意示例市与江源市东城区缔结为友好城市。\n"
            "二、市人民政府要组织有关部门制定交流合作计划，在经贸、教育、文化、人才等方面"
            "务实推进合作，重要情况及时向市人民代表大会常务委员会报告。\n"
            "三、本决定自通过之日起施行。"
        ),
    ),
    (
        "清源河流域城市人大关于协作助力生态治理和高质量发展的决定",
        "决定",
        5,
        True,
        (
            "为推动清源河流域生态治理和高质量发展，根据有关法律法规，经流域各市人民代表大会"
            "常务委员会协商一致，结合我市实际，作出如下决定：\n"
            "一、坚持生态优先、绿色发展，统筹上下游、干支流、左右岸，共同抓好流域生态保护。\n"
            "二、建立信息共享、联合监督、协同立法工作机制，每年共同开展一次专题调研。\n"
            "（一）涉及流域的重要规划、重大项目，应当互相通报。\n"
            "（二）对跨市断面水质，应当同步开展监督检查。\n"
            "三、市人民政府及其有关部门要把本决定确定的事项列入年度工作任务，明确责任和时限。\n"
            "四、本决定自2026年10月1日起施行。"
        ),
    ),
)

#: opinions by item index
OPINIONS = {
    0: (
        "要紧盯全年目标任务，强化经济运行调度，推动重点项目早开工、早见效。",
        "要着力稳企业保就业，落实好各项惠企政策，帮助企业解决实际困难。",
        "要加大民生投入，办好年度民生实事，兜牢基本民生底线。",
    ),
    3: (
        "要建立审计查出问题整改清单，逐项对账销号，确保按期整改到位。",
        "要完善制度、堵塞漏洞，防止同类问题再次发生。",
    ),
}

#: (day offset, half, time, form, [item indexes], [extra lines])
SITTINGS = (
    (0, "上午", "9:00", "全体会议", (0, 1, 2, 3), ()),
    (0, "下午", "15:00", "分组会议", (), ("分组审议各项报告、决定（草案）和人事任免事项",)),
    (1, "上午", "9:00", "全体会议", (4, 5, 6), ("拟任命人员作供职发言",)),
    (1, "下午", "15:00", "全体会议", (7, 8, 9), ("主任讲话",)),
    (1, "下午", "16:30", "专题讲座", (10,), ()),
)

#: evaluation ballots: (marks of the five objects in order, copies); 37 returned, 1 invalid row
#: s 满意, b 基本满意, n 不满意, - left blank
EVALUATION_BALLOTS = (
    ("sssss", 19),
    ("ssssb", 5),
    ("sbsss", 4),
    ("sssbs", 3),
    ("bssss", 2),
    ("ssbss", 2),
    ("sssnb", 1),
    ("ss-sb", 1),
)

#: appointments ballots: exceptions (index of question → choice), copies
APPOINTMENT_BALLOTS: tuple[tuple[dict[int, str], int], ...] = (
    ({}, 32),
    ({2: "反对"}, 1),
    ({4: "弃权"}, 2),
    ({5: "反对", 7: "弃权"}, 1),
    ({0: "弃权"}, 1),
)

#: keypad votes: decision index → (for, against, abstain, not pressed)
KEYPAD = {0: (37, 0, 0, 0), 1: (36, 0, 1, 0), 2: (37, 0, 0, 0), 3: (35, 1, 1, 0)}
