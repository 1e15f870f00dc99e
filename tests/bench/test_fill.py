"""The generated record is one that the actions could have written."""

import json
from collections import Counter

import pytest

from bench.fill import Filling
from liaison import demo, record
from liaison.casework.models import ServiceRequest
from liaison.record.recompute.recount import recompute
from liaison.record.verify import check
from liaison.rules.lifecycle import Status

pytestmark = pytest.mark.django_db
MANY = 60


def test_generated_requests_have_rows_and_one_valid_record():
    demo.load(demo.START)
    before = ServiceRequest.objects.count()
    assert list(Filling(MANY).run())[-1] == MANY
    made = ServiceRequest.objects.order_by("pk")[before:]
    assert len(made) == MANY
    lines = list(record.export_lines())
    assert check(lines)[1] is None
    assert not recompute(lines).differences
    raised = Counter(json.loads(json.loads(line)["body"])["kind"] for line in lines)
    assert raised["request.raised"] == before + MANY
    ended = [one for one in made if one.status == Status.CLOSED]
    assert len(ended) == raised["request.confirmed"] > MANY // 2
    assert all(one.text.text and one.reply_due_at and one.replied_at for one in ended)
