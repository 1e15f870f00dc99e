import re

import pytest

from liaison.papers.posters import qr_svg
from tests.papers import qr


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000/q/ABCD2345",  # the demo's
        "https://qy.example.gov.cn/q/7KQ2MN4P",
        "https://zhuanyuan.qingjiang.example.gov.cn/q/ZZZZ9999",
        "https://a.cn/q/2",
    ],
)
def test_what_is_printed_reads_as_the_address_at_level_q(address: str) -> None:
    assert qr.read(qr_svg(address)) == address


def test_one_wrong_module_is_noticed() -> None:
    """The reader corrects nothing, so it really reads."""
    drawn = qr_svg("http://127.0.0.1:8000/q/ABCD2345")
    inked = re.sub(r"h(\d+)(?=\D*$)", lambda found: f"h{int(found.group(1)) + 1}", drawn)
    assert qr.modules(inked) != qr.modules(drawn)


def test_the_drawing_needs_neither_style_nor_script() -> None:
    drawn = qr_svg("http://127.0.0.1:8000/q/ABCD2345")
    assert drawn.startswith("<svg ") and "style" not in drawn and "<script" not in drawn
    assert len(drawn) < 3000
