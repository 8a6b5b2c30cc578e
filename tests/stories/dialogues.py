"""The dialogues of docs/hospital-interface.md are held with a real server and compared with the
page, so that no example there can go stale.

    dialogues.py            compares; fails with the first step that differs
    dialogues.py --write    puts what was said into the page

In the page a dialogue stands between `<!-- dialogue: NAME -->` and `<!-- end -->`. Inputs are
whole; of outputs, fields that are empty or zero are left out."""

import json
import re
import sys
import unittest

import desk
import house
import prescriptions

PAGE = house.SOURCE / "docs" / "hospital-interface.md"
DEAR = "ZA01AAD0000000109000"           # 甲
PARTLY = "XB02BA001A0010101019000"      # 乙, 10 % borne first
FULL = "XD04DA003A0010101039000"        # 甲
PHARMACY = {"code": "P11010590001", "name": "示例朝阳大药房望京店", "division": "110105"}
WIDTH = 110


class Number(str):
    """A number as it was written."""


def pieces(value, whole):
    """The tokens of a JSON text; a line may end behind each."""
    if isinstance(value, dict):
        kept = [(name, one) for name, one in value.items()
                if whole or name == "infcode" or not is_empty(one)]
        yield "{"
        for at, (name, one) in enumerate(kept):
            first, *rest = pieces(one, whole)
            yield json.dumps(name, ensure_ascii=False) + ":" + first
            yield from rest
            if at + 1 < len(kept):
                yield ","
        yield "}"
    elif isinstance(value, list):
        yield "["
        for at, one in enumerate(value):
            yield from pieces(one, whole)
            if at + 1 < len(value):
                yield ","
        yield "]"
    else:
        yield value if isinstance(value, Number) else json.dumps(value, ensure_ascii=False)


def is_empty(value):
    if isinstance(value, Number):
        return not value.strip("-0.")
    return value in ("", None)


def written(value, whole=True):
    """Compact JSON, a line ending behind a comma where it would grow too long."""
    line, lines, word = "", [], ""
    for piece in [*pieces(value, whole), ","]:
        word += piece
        if piece != ",":
            continue
        if line and len(line) + len(word) > WIDTH:
            lines.append(line)
            line = " "
        line += word
        word = ""
    lines.append(line[:-1])
    return "\n".join(lines)


class Teller(house.Hospital):
    """Software that writes down what it says and hears, under msgids that count up."""

    def __init__(self, world, place, told, count):
        super().__init__(world, place)
        self.told, self.count, self.title = told, count, ""

    def msgid(self):
        self.count += 1
        return f"{self.place['code']}{'20200210090000'}{self.count:04d}"

    def says(self, title):
        self.title = title
        return self

    def call(self, infno, given, msgid=None, person=None):
        message = self.envelope(infno, given, msgid, person)
        body = self.send(json.dumps(message, ensure_ascii=False).encode())
        answer = json.loads(body, parse_float=Number, parse_int=Number)
        if self.title:
            self.told.append(self.step(infno, message, answer))
            self.title = ""
        return json.loads(body, parse_float=str)

    def step(self, infno, message, answer):
        first = not self.told
        said = message if first else message["input"]
        heard = answer if first or answer["infcode"] != "0" else answer["output"]
        text = f"**{infno}** {self.title}\n\n```json\n{written(said)}\n```\n"
        if heard is None:
            return text + "\n应答 `output` 为 `null`。\n"
        return text + f"```json\n{written(heard, whole=False)}\n```\n"


class Dialogues:
    def __init__(self, world):
        self.world, self.town, self.told, self.begun = world, house.Town(300), [], 0
        self.active = self.town.active()

    def teller(self, place=None):
        self.told, self.begun = [], self.begun + 100
        return Teller(self.world, place or self.town.hospital(tier=3), self.told, self.begun)

    def outpatient(self):
        hospital, person = self.teller(), self.active[0]
        shown = {"data": {**desk.certificate(person)}}
        hospital.says("人员信息（此处连同报文外层，以后各步只写 `input` 与 `output`）").good(
            "1101", shown, person=person)
        visit = house.Visit(hospital, person, [(DEAR, "980.00", 2), (PARTLY, "153.00", 2)])
        visit.number = visit.bill = "MZ20200210001"
        hospital.says("挂号 → `mdtrt_id`")
        visit.register()
        hospital.says("就诊信息与诊断")
        visit.describe()
        hospital.says("费用明细 → 每行拆成全自费、超限价、先行自付、符合范围，四项之和等于该行金额")
        visit.charge()
        hospital.says("预结算：不记账，可反复")
        visit.price()
        hospital.says("结算：记账；同一 `msgid` 再发，`output` 逐字相同（`2207A` 可不带四项分割金额）")
        visit.settle()
        hospital.says("撤销结算：金额为负数，`psn_cash_pay` 与误写的 `pdn_cash_pay` 都有")
        visit.undo()
        both = {"mdtrt_id": visit.visit, "psn_no": person["psn_no"]}
        hospital.says("撤销明细").good("2205", {"data": {**both, "chrg_bchno": "0000"}},
                                   person=person)
        hospital.says("撤销挂号").good("2202", {"data": {**both, "ipt_otp_no": visit.number}},
                                   person=person)

    def inpatient(self):
        hospital, person = self.teller(), self.active[1]
        stay = desk.Stay(hospital, person, number="ZY20200203001")
        hospital.says("入院 → `mdtrt_id`")
        stay.admit()
        hospital.says("费用明细：全部收下或全部不收，一次不超过 500 行")
        stay.charge([(DEAR, "100.00", 200), (PARTLY, "50.00", 110)])
        hospital.says("退 10 盒：数量为负，写明原明细流水号")
        stay.charge([(PARTLY, "50.00", -10)], back=2)
        kept = dict(stay.split)
        wrong = stay.charge([(FULL, "10.00", 1)])[0]
        hospital.says("撤销一条错传的明细（`feedetl_sn` 写 `0000` 撤销全部未结算的）")
        hospital.good("2302", stay.take_back_input(wrong["feedetl_sn"]), person=person)
        stay.split = kept
        hospital.says("中途结算（`mid_setl_flag` 为 1）：结到目前为止的费用，住院继续")
        stay.settle(interim=True)
        stay.charge([(DEAR, "200.00", 200)], at="2020-02-07 10:00:00")
        hospital.says("出院：可在结算之前，也可在之后")
        stay.discharge()
        hospital.says("预结算：起付线不再重复，费用段接着中途结算往下走")
        stay.price()
        settling = hospital.msgid()
        hospital.says("出院结算")
        stay.settle(settling)
        hospital.says("结算信息查询").good("5203", {"data": stay.both(setl_id=stay.settlement)},
                                     person=person)
        hospital.says("累计信息查询").good("5206", {"data": {"psn_no": person["psn_no"]}},
                                     person=person)
        hospital.says("冲正：出院结算没有收到应答时，按原 `msgid` 取消；从未到达的报文则作废").good(
            "2601", {"data": {"psn_no": person["psn_no"], "omsgid": settling,
                              "oinfno": "2304"}}, person=person)
        stay.split = stay.settled
        stay.settle()
        hospital.says("撤销结算：后结的先撤")
        stay.undo(stay.settlement)

    def pharmacy(self):
        pharmacy, person = self.teller(PHARMACY), self.active[2]
        purchase = desk.Purchase(pharmacy, person, [(FULL, "1000.00", 2), (PARTLY, "100.00", 2)])
        pharmacy.told.append("")        # the envelope is shown once, above
        pharmacy.says("预结算")
        purchase.price()
        pharmacy.says("结算：就诊、明细、结算一次办成 → `mdtrt_id`、`setl_id`")
        purchase.settle()
        pharmacy.says("撤销：就诊与明细一并撤销")
        purchase.undo()

    def prescription(self):
        hospital, person = self.teller(), self.active[3]
        hospital.told.append("")
        visit = prescriptions.Prescription(hospital, person, 91)
        visit.number = visit.bill = "MZ20200210002"
        visit.register().describe()
        hospital.says("开方时提醒（3102 相同）：`o_prdDays` 是开药天数；没有提醒时 `result` 为空")
        (warning,) = visit.check()
        hospital.says("医师继续执行并说明理由（`dspo_way` 为 2 是返回修改）；确认前 2207 不予结算")
        visit.answer(warning)
        visit.charge()
        visit.settle()

    def held(self, name):
        getattr(self, name)()
        return "\n".join(text for text in self.told if text)


def marks(name):
    return re.compile(rf"(<!-- dialogue: {name} -->\n\n)(.*?)(\n<!-- end -->)", re.S)


NAMES = ("outpatient", "inpatient", "pharmacy", "prescription")


class Page(unittest.TestCase):
    maxDiff = None

    def test_the_page_says_what_is_said(self):
        page = PAGE.read_text(encoding="utf-8")
        with house.World().make() as world:
            world.serve("--frozen")
            dialogues = Dialogues(world)
            for name in NAMES:
                said, found = dialogues.held(name), marks(name).search(page)
                self.assertIsNotNone(found, f"no dialogue {name} in {PAGE.name}")
                if "--write" in sys.argv:
                    page = marks(name).sub(lambda old: old[1] + said + old[3], page)
                else:
                    self.assertEqual(said, found[2], f"{name}: dialogues.py --write")
        if "--write" in sys.argv:
            PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    unittest.main(argv=[word for word in sys.argv if word != "--write"])
