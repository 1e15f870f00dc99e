"""The API's description is a valid OpenAPI 3.1 document and says everything that can be called."""

import re

from django.test import Client

from tests.api.test_requests import REQUEST_CALLS, SUMMONS_CALLS

READS = {
    "/findings", "/specialists/{login}/eligibility", "/outside", "/requests/{number}/outside", "/replacements",
    "/rounds/{id}", "/rounds/{id}/ballot", "/rounds/{id}/results",
    "/common-works", "/common-works/proposals", "/common-works/{number}", "/cases", "/cases/{id}",
    "/duty", "/visits", "/gripe-sessions/{id}",
    "/instructions", "/me", "/requests", "/requests/{number}", "/requests/{number}/timeline", "/requests/{number}/clock", "/enterprises",
    "/ledger.csv", "/ledger.xlsx", "/metrics/summary", "/attachments/{id}", "/leaves", "/departments", "/agency-files/{number}",
    "/specialists", "/assignments", "/categories", "/calendar", "/measures", "/measures/{number}",
}  # fmt: skip
WRITES = {
    "/rounds",
    "/rounds/{id}/unseal",
    "/enterprises/{code}/change-specialist",
    "/replacements/{id}/carry-out",
    "/findings",
    *(
        f"/findings/{{id}}/{path}"
        for path in (
            "statement",
            "hearing",
            "heard",
            "member",
            "step-out",
            "sign",
            "serve",
            "review",
            "appeal",
            "remedy",
        )
    ),
    "/requests/{number}/outside",
    *(
        f"/requests/{{number}}/outside/{path}"
        for path in ("contacts", "end", "hand-over", "liaison", "papers", "parties", "progress")
    ),
    "/requests",
    "/enterprises/{code}/transfer",
    "/leaves",
    "/leaves/{id}/end",
    "/duty",
    *(f"/duty/{{id}}/{path}" for path in ("change", "swap", "swap-agree", "swap-off")),
    "/visits",
    "/common-works",
    "/common-works/different",
    *(f"/common-works/{{number}}/{path}" for path in ("add", "remove", "progress", "answer", "finish", "dissolve")),
    "/requests/{number}/case",
    *(f"/cases/{{id}}/{path}" for path in ("ask", "consent", "withdraw")),
    *(f"/gripe-items/{{id}}/{path}" for path in ("me-too", "not-me-too", "common")),
    "/gripe-sessions",
    *(f"/gripe-sessions/{{id}}/{path}" for path in ("open", "items", "close")),
    *(f"/visits/{{id}}/{path}" for path in ("arrive", "leave", "no-show")),
    "/requests/{number}/accept",
    "/requests/{number}/claim",
    "/agency-files",
    "/agency-files/{number}/steps/{id}/start",
    "/agency-files/{number}/steps/{id}/finish",
    "/requests/{number}/attachments",
    "/duties/{id}/done",
    *(f"/instructions/{{id}}/{path}" for path in ("answer", "again", "close")),
    *(f"/requests/{{number}}/{path}" for path in REQUEST_CALLS),
    *(f"/summonses/{{id}}/{path}" for path in SUMMONS_CALLS),
}


BYTES = {
    "/api/v1/attachments/{id}": "application/octet-stream",
    "/api/v1/ledger.csv": "text/csv",
    "/api/v1/ledger.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def document(db):
    response = Client().get("/api/v1/openapi.json")
    assert response.status_code == 200
    return response.json()


def operations(described):
    return [(path, method, one) for path, methods in described["paths"].items() for method, one in methods.items()]


def test_every_call_is_described(db: None) -> None:
    described = document(db)
    assert described["openapi"].startswith("3.1.")
    assert {path for path, method, _one in operations(described) if method == "get"} == {
        f"/api/v1{path}" for path in READS
    }
    assert {path for path, method, _one in operations(described) if method == "post"} == {
        f"/api/v1{path}" for path in WRITES
    }
    names = [one["operationId"] for _path, _method, one in operations(described)]
    summaries = [one["summary"] for _path, _method, one in operations(described)]
    assert len(set(names)) == len(names)
    assert len(set(summaries)) == len(summaries)


def test_every_reference_leads_somewhere(db: None) -> None:
    described = document(db)

    def references(node):
        if isinstance(node, dict):
            if "$ref" in node:
                yield node["$ref"]
            for value in node.values():
                yield from references(value)
        elif isinstance(node, list):
            for value in node:
                yield from references(value)

    found = set(references(described))
    assert {f"#/components/schemas/{name}" for name in described["components"]["schemas"]} >= found
    assert "#/components/schemas/WhistleInput" in found


def test_every_operation_says_what_it_takes_and_what_may_go_wrong(db: None) -> None:
    described = document(db)
    for path, method, one in operations(described):
        in_path = {told["name"] for told in one["parameters"] if told["in"] == "path"}
        assert in_path == set(re.findall(r"{(\w+)}", path))
        assert one["security"] == [{"BallotBearer" if path.endswith("/ballot") else "Bearer": []}]
        assert one["tags"]
        assert {"401", "500", "503"} <= set(one["responses"])
        for status, told in one["responses"].items():
            media = BYTES.get(path, "application/json") if status < "400" else "application/problem+json"
            assert set(told["content"]) == {media}, (path, status)
        if method == "post":
            assert "requestBody" in one
            assert {"403", "413", "422"} <= set(one["responses"])
            assert any(told["name"] == "Idempotency-Key" for told in one["parameters"])
    query = {told["name"] for told in described["paths"]["/api/v1/requests"]["get"]["parameters"]}
    assert query == {
        "status", "lamp", "counted", "closed_as", "channel", "department", "enterprise", "specialist", "category", "group", "urgent",
        "q", "raised_from", "raised_to", "closed_from", "closed_to", "session", "limit", "cursor",
    }  # fmt: skip


def test_the_pages_of_the_documentation_bring_no_script_of_their_own(db: None) -> None:
    response = Client().get("/api/v1/docs")
    page = response.content.decode()
    assert response.status_code == 200
    assert "script-src 'self'" in response["Content-Security-Policy"]
    scripts = re.findall(r"<script([^>]*)>", page)
    assert all('src="/static/' in one or 'type="application/json"' in one for one in scripts)
    assert not re.search(r"https?://|<style|\sstyle=|\son\w+=", page)
    for address in re.findall(r'(?:src|href)="([^"]+)"', page):
        assert Client().get(address).status_code == 200, address
