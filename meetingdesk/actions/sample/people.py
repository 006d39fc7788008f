"""The invented people of 示例市: 41 members in office, one who left, officials, nominees."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SampleMember:
    """A member: name, gender, ethnicity, post, party post."""

    name: str
    gender: str = "男"
    ethnicity: str = "汉族"
    post: str = "委员"
    party_post: str = ""


M = SampleMember

#: in committee order (常委会序)
MEMBERS = (
    M("周启明", post="主任", party_post="书记"),
    M("林若棠", "女", post="副主任", party_post="副书记"),
    M("邵文澜", "女", post="副主任"),
    M("程守拙", post="副主任", party_post="副书记"),
    M("高怀远", post="副主任", party_post="成员"),
    M("杜景行", post="副主任", party_post="成员"),
    M("沙依然·努尔", "女", "维吾尔族", "副主任", "成员"),
    M("秦立诚", post="秘书长", party_post="成员"),
    M("于川"),
    M("万佳宁", "女"),
    M("卫东升"),
    M("马思齐", ethnicity="回族"),
    M("王砚秋", "女"),
    M("王知行"),
    M("韦承宇", ethnicity="壮族"),
    M("方晓岚", "女"),
    M("邓和"),
    M("田大利"),
    M("田富"),
    M("冯嘉树"),
    M("宁静", "女"),
    M("吕方舟"),
    M("朱建业"),
    M("乔以宁", "女"),
    M("刘敬亭"),
    M("江雪凝", "女"),
    M("许国桢"),
    M("孙伯安"),
    M("苏晴川", "女"),
    M("李修远"),
    M("李慕白"),
    M("吴敏学"),
    M("何嘉禾", "女"),
    M("宋砥中"),
    M("张谨言"),
    M("张翊", "女"),
    M("陈景明"),
    M("罗致远"),
    M("赵清和", "女"),
    M("郭守正"),
    M("崔明哲", ethnicity="朝鲜族"),
)

#: left the committee before the session, so N is 41 and not 42
FORMER = M("钱学礼")

#: members on leave at the session, with the reason kept inside the office
ON_LEAVE = {
    "高怀远": "外出学习",
    "吕方舟": "住院治疗",
    "苏晴川": "出国访问",
    "罗致远": "参加省里会议",
}

#: members taking part by video
REMOTE = ("韦承宇", "何嘉禾")

#: (full name, short name, kind)
UNITS = (
    ("示例市商务局", "市商务局", "政府部门"),
    ("示例市医疗保障局", "市医疗保障局", "政府部门"),
    ("示例市人民防空办公室", "市人防办", "政府部门"),
    ("示例市林业局", "市林业局", "政府部门"),
    ("示例市教育局", "市教育局", "政府部门"),
    ("示例市发展和改革委员会", "市发展改革委", "政府部门"),
    ("示例市财政局", "市财政局", "政府部门"),
    ("示例市审计局", "市审计局", "政府部门"),
    ("示例市监察委员会", "市监委", "监察"),
    ("示例市中级人民法院", "市中级人民法院", "法院"),
    ("示例市人民检察院", "市人民检察院", "检察院"),
    ("示例市人民代表大会常务委员会办公室", "市人大常委会办公室", "常委会机构"),
)

#: (verb, name, gender, post) by proposer; all posts and persons invented
NOMINEES = {
    ("市长", "庄伯言"): (
        ("决定任命", "叶知秋", "女", "示例市教育局局长"),
        ("决定免去", "贺长庚", "男", "示例市教育局局长"),
        ("决定任命", "段明远", "男", "示例市林业局局长"),
        ("决定免去", "傅子谦", "男", "示例市林业局局长"),
    ),
    ("监察委员会主任", "褚怀瑾"): (("任命", "谢临川", "男", "示例市监察委员会委员"),),
    ("法院院长", "费明德"): (
        ("任命", "汤若水", "女", "示例市中级人民法院副院长"),
        ("免去", "尹伯钧", "男", "示例市中级人民法院审判员"),
    ),
    ("主任会议", ""): (("任命", "骆以安", "女", "示例市人民代表大会常务委员会办公室副主任"),),
}

#: officials attending without a vote, leaders first
OBSERVERS = (
    ("一府一委两院领导", "", "庄伯言", "市长", True),
    ("一府一委两院领导", "", "褚怀瑾", "市监察委员会主任", True),
    ("一府一委两院领导", "", "费明德", "市中级人民法院院长", True),
    ("一府一委两院领导", "", "项思源", "市人民检察院检察长", True),
    ("委室负责同志", "市人大常委会各委室负责同志", "", "", False),
    ("政府部门负责同志", "市政府有关部门负责同志", "", "", False),
    ("两院负责同志", "市中级人民法院、市人民检察院有关负责同志", "", "", False),
    ("人大代表", "部分市人大代表", "", "", False),
)
