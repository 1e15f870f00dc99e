"""外部协调 for programs: one request's matters, what the liaison does, and what nobody else is told (R-23)."""

from tests.api.program import Call, NowIs, whistled
from tests.cast import Cast

OPENED = {"what": "请海关延时", "liaison": "sunlan", "parties": [{"department": "HGS"}, {"name": "川渝燃气"}]}
PRICE = "三元一"


def test_the_liaison_keeps_it_and_others_read_no_talk(cast: Cast, call: Call, now_is: NowIs) -> None:
    path = f"/requests/{whistled(call, cast)}/outside"
    assert call(cast.clerk).post(path, OPENED | {"liaison": "zhoumin"}).json["code"] == "unknown_liaison"
    opened = call(cast.clerk).post(path, OPENED).json["matter"]
    assert (opened["state"], opened["keeper"], opened["liaison"], opened["talks_shown"]) == (
        "open",
        "clerk",
        "sunlan",
        False,
    )
    liaison = call(cast.yjj_clerk)
    supplier = next(one["id"] for one in liaison.get(path).json[0]["parties"] if one["name"] == "川渝燃气")
    quote = {"kind": "quote", "party": supplier, "text": PRICE, "valid_until": "2021-12-31"}
    kept = liaison.post(f"{path}/contacts", quote).json["matter"]
    assert (kept["contacts"][0]["text"], kept["can"]) == (PRICE, ["keep"])
    for who, sees in (
        (cast.principal, True),
        (cast.office, True),
        (cast.specialist, False),
        (cast.clerk, False),
        (cast.chief, False),
    ):
        found = call(who).get(path)
        assert ((PRICE in found.bytes.decode()), ("川渝燃气" in found.bytes.decode())) == (sees, sees), who.login
        assert (PRICE in call(who).get(path.replace("/outside", "/timeline")).bytes.decode()) is sees, who.login
    assert call(cast.outsider).get(path).status == 404
    assert [one["liaison"] for one in liaison.get("/outside").json] == ["sunlan"]
    assert liaison.post(f"{path}/end", {"outcome": "agreed", "text": "已签"}).json["code"] == "evidence_needed"
    gone = liaison.post(f"{path}/hand-over", {"text": "有亲属在内"})
    assert (gone.status, gone.json["matter"], liaison.get("/outside").json) == (200, None, [])
    assert call(cast.office).get(path).json[0]["can"] == ["keep", "name_liaison"]
