"""Formal papers: geometry read from the file, the same facts in both languages, numbers and prints; no vote (N13, ux H3)."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.http import Http404
from django.utils import translation
from lxml import etree

from liaison import record
from liaison.appraisal import official_papers
from liaison.appraisal.models import EffortFinding, Paper
from liaison.papers import appraisal_papers, official
from liaison.record.models import Entry
from liaison.rules.refusals import Refused
from tests.appraisal.people import personnel, replaced
from tests.cast import Cast, at

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NOW = at("2020-08-11 09:00")
VOTE = "进度慢，也没有反馈"


def opened(body: bytes, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(ZipFile(BytesIO(body)).read(name))


def texts(body: bytes) -> str:
    return "\n".join("".join(line.itertext(f"{W}t")) for line in opened(body).iter(f"{W}p"))


def test_the_page_is_that_of_GB_T_9704() -> None:
    draft = official.Draft("专调〔2020〕1号", "通知书", "某公司：", ["正文 < & >"], "管委会", "2020年8月11日")
    body = official.document(draft, draft)
    page = next(opened(body).iter(f"{W}sectPr"))

    def mm(name: str, of: str) -> float:
        return int(page.find(f"{W}{of}").get(f"{W}{name}")) / 1440 * 25.4

    margins = {"top": 37, "bottom": 35, "left": 28, "right": 26}
    assert {name: round(mm(name, "pgMar")) for name in margins} == margins
    assert all(abs(mm(name, "pgMar") - wanted) <= 1 for name, wanted in margins.items())
    assert (round(mm("w", "pgSz")), round(mm("h", "pgSz"))) == (210, 297)
    grid = page.find(f"{W}docGrid")
    pitch, space = int(grid.get(f"{W}linePitch")), int(grid.get(f"{W}charSpace"))
    height, width = (297 - 37 - 35) / 25.4 * 1440, (210 - 28 - 26) / 25.4 * 72
    assert grid.get(f"{W}type") == "linesAndChars"
    assert (int(height / pitch), round(width / (16 + space / 4096))) == (22, 28)
    assert len(page.findall(f"{W}docGrid")) == 1
    styles = {one.get(f"{W}styleId"): one for one in opened(body, "word/styles.xml").iter(f"{W}style")}
    body_font = styles["Normal"].find(f"{W}rPr/{W}rFonts")
    assert (
        body_font.get(f"{W}eastAsia") == "仿宋_GB2312" and styles["Normal"].find(f"{W}rPr/{W}sz").get(f"{W}val") == "32"
    )
    titles = [run for run in opened(body).iter(f"{W}r") if run.findtext(f"{W}t") == "通知书"]
    assert [run.find(f"{W}rPr/{W}sz").get(f"{W}val") for run in titles] == ["44", "44"]
    assert titles[0].find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") == "方正小标宋简体"
    fonts = {one.get(f"{W}name"): one for one in opened(body, "word/fontTable.xml")}
    assert fonts["方正小标宋简体"].find(f"{W}altName").get(f"{W}val") == "宋体"
    assert "正文 < & >" in texts(body)


def a_finding(cast: Cast, **more: object) -> EffortFinding:
    with record.transaction():
        reasons = record.content("三件诉求超期，无正当理由")
    return EffortFinding.objects.create(
        zone=cast.zone, specialist=cast.specialist, year=2020, opened_by=cast.office, opened_at=at("2020-07-23 09:00"),
        due_on=date(2020, 8, 12), statement_due_on=date(2020, 7, 30), reasons=reasons, **more,
    )  # fmt: skip


@pytest.mark.django_db
def test_N13_each_paper_says_the_same_facts_in_both_languages_and_never_a_vote(cast: Cast) -> None:
    row = replaced(cast)
    with record.transaction():
        row.reason = record.content(VOTE)
    row.save()
    hr = personnel(cast)
    finding = a_finding(
        cast,
        hearing_at=at("2020-08-03 15:00"),
        hearing_place="二楼会议室",
        decision="found",
        decided_at=at("2020-08-10 10:00"),
    )
    for kind, pk, by, facts in (
        ("replacement", row.pk, cast.office, {"firm", "old", "new", "department", "phone", "from"}),
        ("hearing", finding.pk, hr, {"person", "department", "year", "when", "where", "until"}),
        ("decision", finding.pk, hr, {"person", "department", "year", "decision", "reasons", "decided_on"}),
    ):
        drawn = official_papers.draw(kind, pk, by=by, now=NOW)
        words, (chinese, english) = texts(appraisal_papers.as_docx(drawn)), appraisal_papers.drafts(drawn)
        assert chinese.number == english.number == drawn.paper.number and words.count(drawn.paper.number) == 2
        for language, draft in (("zh-hans", chinese), ("en", english)):
            with translation.override(language):
                stated = appraisal_papers.facts(drawn)
            assert set(stated) == facts | {"number", "issuer", "on"}
            said = "\n".join((draft.number, draft.title, draft.to, *draft.paragraphs, draft.issuer, draft.on))
            for name, value in stated.items():
                assert value in said and value in words, (kind, language, name)
        assert VOTE not in words and "满意" not in words and "satisf" not in words
        assert "中文" in chinese.note and "Chinese text prevails" in english.note and chinese.signs and english.signs
    notice = official_papers.draw("replacement", row.pk, by=cast.office, now=NOW)
    assert [one.paragraphs[0] for one in appraisal_papers.drafts(notice)] == [
        "自2020年7月22日起，由赵磊（建设局，电话 02388880012）接替陈立群担任贵公司的企业服务专员。",
        "From 22\xa0Jul\xa02020 on, Zhao Lei (Construction, telephone 02388880012) is the specialist of your enterprise "
        "in place of Chen Liqun.",
    ]  # fmt: skip


@pytest.mark.django_db
def test_who_may_its_number_and_the_log_of_prints(cast: Cast, client, now_is) -> None:
    row, hr = replaced(cast), personnel(cast)
    bare = a_finding(cast)
    for kind, pk, by in (
        ("replacement", row.pk, hr), ("replacement", row.pk, cast.specialist), ("decision", bare.pk, cast.office),
        ("hearing", bare.pk, cast.specialist), ("hearing", 987654, hr), ("vote", row.pk, cast.office),
    ):  # fmt: skip
        with pytest.raises(Http404):
            official_papers.draw(kind, pk, by=by, now=NOW)
    for kind in ("hearing", "decision"):
        with pytest.raises(Refused, match=r"^paper_not_ready$"):
            official_papers.draw(kind, bare.pk, by=hr, now=NOW)
    bare.specialist = hr  # nobody draws up his own
    bare.hearing_at = NOW
    bare.save()
    with pytest.raises(Http404):
        official_papers.draw("hearing", bare.pk, by=hr, now=NOW)
    now_is("2020-08-11 09:00")
    client.force_login(cast.office)
    answers = [client.post(f"/papers/replacement/{row.pk}") for _twice in range(2)]
    assert [one.status_code for one in answers] == [200, 200] and answers[0].content[:2] == b"PK"
    paper = Paper.objects.get()
    assert (paper.number, paper.prints) == ("专调〔2020〕1号", 2)
    kinds = Entry.objects.filter(chain="QJ/audit", subject=paper.number).order_by("seq").values_list("kind", flat=True)
    assert list(kinds) == ["paper.drawn", "paper.printed", "paper.printed"]
    assert "专调〔2020〕1号" in client.get("/papers").content.decode()
    row.pk = None
    row.enterprise = cast.other_firm
    row.save()
    second = official_papers.draw("replacement", row.pk, by=cast.office, now=NOW).paper
    assert second.number == "专调〔2020〕2号"
    client.force_login(hr)
    assert "专调" not in client.get("/papers").content.decode()
