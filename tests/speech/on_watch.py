"""Entries and notices of the watch, of work records and papers, as they are read; taken into the tables of the other tests."""

from tests.speech.samples import STAFF

DUE = "2020-09-29T17:30:00+08:00"


def told(by_office, by_clock):
    return [
        (by_clock("watch.began", days=180), STAFF, "开始关注一家企业。", "A watch over a firm began."),
        (by_clock("watch.alarmed", kinds=["slower"]), STAFF, "对一家企业的关注发现了迹象，已告知纪检人员。",
         "The watch over a firm found something; discipline was told."),
        (by_office("watch.seen", "watch-1"), STAFF, "林夏看过对一家企业的关注所发现的迹象。",
         "Lin Xia has seen what the watch over a firm found."),
        (by_office("complaint.filed", "complaint-1"), STAFF, "林夏向纪检人员保密反映了情况。",
         "Lin Xia wrote to discipline in confidence."),
        (by_office("complaint.answered", "complaint-1"), STAFF, "林夏答复了企业向纪检人员保密反映的情况。",
         "Lin Xia answered what a firm had written to discipline in confidence."),
        (by_office("firm.look_refused", "E0001"), STAFF, "林夏查看 E0001，未获显示。", "Lin Xia asked for E0001 and was not shown it."),
        (by_office("work.exported", "zhoumin", year=2020), STAFF, "林夏导出了周敏的履职记录。",
         "Lin Xia took out the work record of Zhou Min."),
        (by_office("paper.drawn", "专调〔2020〕1号"), STAFF, "林夏制发了文书 专调〔2020〕1号。",
         "Lin Xia drew up the paper 专调〔2020〕1号."),
        (by_office("paper.printed", "专调〔2020〕1号"), STAFF, "林夏打印了文书 专调〔2020〕1号。",
         "Lin Xia took out the paper 专调〔2020〕1号."),
    ]  # fmt: skip


SAID = [
    ("watch_alarm", {"watch": 1}, False, "对一家企业的关注有新发现，请看一看。",
     "The watch over a firm has found something. Please have a look."),
    ("complaint_filed", {"due": DUE, "complaint": 1}, False, "有企业反映遭打击报复，请在 9月29日（周二）17:30 前答复。",
     "A firm says that it is retaliated against. Please answer by Tue\xa029\xa0Sep, 17:30."),
    ("complaint_answered", {"complaint": 1}, True, "您保密反映的情况有了答复，请在这里查看。",
     "What you wrote in confidence has its answer. Please read it here."),
]  # fmt: skip
