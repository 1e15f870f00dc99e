"""Who gets what answer where: every route and API call, every capacity. The table is the document; the test only reads it.

Columns: nobody (not signed in) · the firm's principal and contact · outsider (principal of another firm) · the firm's specialist
and another one · clerk and head of the lead department · clerk of the co-department and of a department that was not
called · chief, leader, office, evaluation, security, system, audit.

Cells: `in` is a redirect to the sign-in page; otherwise the HTTP status. What is sent is complete and, for the right person,
possible in the state named under "on", so that 403 and 404 really speak of rights. `{}` in an address is the thing named under
"on": a request in that state, the lead's summons of such a request, a firm, a person, a notice, a QR door, a visitor's slip,
the one firm whose specialist is replaced (`replaced`),
a phrase (the clerk's own or the lead department's), a policy of the lead department or its version to come, a notice that
could not be delivered, a file for all who handle its request or for staff alone.
"""

from dataclasses import dataclass
from typing import Any

from tests import pictures
from tests.cast import PASSWORD

ACTORS = (
    "nobody", "principal", "contact", "outsider", "specialist", "outside_specialist", "clerk", "head", "jsj_clerk",
    "yjj_clerk", "chief", "leader", "office", "evaluation", "security", "system", "audit",
)  # fmt: skip
# These see no request of the firm: whatever page they get, nothing of one stands on it.
BLIND = frozenset({"outsider", "outside_specialist", "yjj_clerk", "evaluation", "security", "system", "audit"})

WEB = """
                                   |      firm         | specialist| departments           | committee          | administrators
                                   | no   pri con  out | spec  oth | clerk head  co  other | chief leader offic | eval secu syst audi
GET  home               -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  302  302  302
GET  today              -          | in   403 403  403 | 200   200 | 403   403  403  403   | 200   403    403   | 403  403  403  403
GET  desk               -          | in   403 403  403 | 403   403 | 200   200  200  200   | 403   403    403   | 403  403  403  403
GET  desk-joined        -          | in   403 403  403 | 403   403 | 200   200  200  200   | 403   403    403   | 403  403  403  403
GET  dispatch           -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
GET  raise              -          | in   200 200  200 | 302   302 | 403   403  403  403   | 302   403    302   | 403  403  403  403
POST raise              -          | in   302 302  302 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
GET  phone-log          -          | in   403 403  403 | 200   200 | 403   403  403  403   | 200   403    200   | 403  403  403  403
POST phone-log          -          | in   403 403  403 | 302   422 | 403   403  403  403   | 302   403    302   | 403  403  403  403
GET  door               door       | 200  302 302  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST door               door       | 302  302 302  302 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
GET  door-slip          slip       | 200  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  doors              -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
POST doors              -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    302   | 403  403  403  403
POST doors-missing      -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    302   | 403  403  403  403
GET  door-posters       -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
GET  door-poster        door       | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
POST door-revoke        door       | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    302   | 403  403  403  403
GET  instruct           whistled   | in   403 403  404 | 403   404 | 403   403  403  404   | 200   200    403   | 404  404  404  404
POST instruct           whistled   | in   403 403  404 | 403   404 | 403   403  403  404   | 302   302    403   | 404  404  404  404
GET  replacements       -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
GET  replacement        replaced   | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    200   | 404  404  404  404
POST replacement        replaced   | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    302   | 404  404  404  404
GET  change-specialist  -          | in   200 403  200 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
POST change-specialist  -          | in   302 403  409 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
GET  new-specialist     -          | in   200 200  200 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
GET  instructions       -          | in   403 403  403 | 200   200 | 200   200  200  200   | 200   200    200   | 403  403  403  403
GET  instruction-sheet  order      | in   404 404  404 | 200   404 | 200   200  404  404   | 200   200    200   | 404  404  404  404
GET  instruction-answer order      | in   404 404  404 | 403   404 | 200   200  404  404   | 403   403    403   | 404  404  404  404
POST instruction-answer order      | in   404 404  404 | 403   404 | 302   302  404  404   | 403   403    403   | 404  404  404  404
GET  instruction-again  order-said | in   404 404  404 | 403   404 | 403   403  404  404   | 200   200    403   | 404  404  404  404
POST instruction-again  order-said | in   404 404  404 | 403   404 | 403   403  404  404   | 302   302    403   | 404  404  404  404
POST instruction-close  order      | in   404 404  404 | 403   404 | 403   403  404  404   | 302   302    403   | 404  404  404  404
GET  complain           -          | in   200 200  200 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
POST complain           -          | in   302 302  302 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
GET  complaint          complaint  | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
POST complaint          complaint  | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
GET  watches            -          | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
GET  watch              watch      | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
POST watch-seen         watch      | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
GET  my-work            -          | in   403 403  403 | 200   200 | 403   403  403  403   | 200   403    403   | 403  403  403  403
GET  my-work-csv        -          | in   403 403  403 | 200   200 | 403   403  403  403   | 200   403    403   | 403  403  403  403
GET  year-records       -          | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
GET  year-record        chenliqun  | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
GET  year-record-csv    chenliqun  | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
GET  papers             -          | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    200   | 404  404  404  404
POST paper              notice-paper | in 404 404  404 | 404   404 | 404   404  404  404   | 404   404    200   | 404  404  404  404
GET  appraisal          -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 200  403  403  403
GET  rounds             -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 200  403  403  403
GET  round-new          -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 200  403  403  403
POST round-new          -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 302  403  403  403
GET  findings           -          | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
GET  finding-new        -          | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
POST finding-new        -          | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
GET  finding            finding    | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
GET  finding-act        finding-sign | in 404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
POST finding-act        finding-sign | in 404 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
GET  my-finding         -          | in   404 404  404 | 200   200 | 404   404  404  404   | 200   404    404   | 404  404  404  404
GET  my-finding-act     finding-statement | in 404 404 404 | 200 404 | 404 404 404 404 | 404 404 404 | 404 404 404 404
POST my-finding-act     finding-statement | in 404 404 404 | 302 404 | 404 404 404 404 | 404 404 404 | 404 404 404 404
GET  round              rating     | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 200  403  403  403
POST round-code         rating     | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 200  403  403  403
GET  round-slip         rating     | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 200  403  403  403
POST round-slip         rating     | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 422  403  403  403
GET  round-keepers      planned-rating | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 200  403  403  403
POST round-keepers      planned-rating | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 302  403  403  403
POST round-paper        planned-rating | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 200  403  403  403
GET  round-unseal       shut-rating | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 200  403  403  403
POST round-unseal       shut-rating | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 302  403  403  403
GET  round-results      counted-rating | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 200  403  403  403
POST round-release      counted-rating | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 302  403  403  403
GET  ballot             -          | 200  302 403  302 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
POST ballot             -          | 422  302 403  302 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
GET  ballot-entry       vote       | in   200 403  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
POST ballot-entry       vote       | in   302 403  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
GET  ballot-rate        -          | 302  302 403  302 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
POST ballot-confirm     -          | 302  302 403  302 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
POST ballot-cast        -          | 409  409 403  409 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
GET  ballot-done        -          | 200  200 403  200 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
GET  groups             -          | in   302 404  404 | 302   404 | 404   404  404  404   | 200   302    200   | 404  404  404  404
GET  group              group      | in   200 404  404 | 200   404 | 404   404  404  404   | 200   404    200   | 404  404  404  404
GET  group-members      group      | in   200 404  404 | 200   404 | 404   404  404  404   | 200   404    200   | 404  404  404  404
POST group-members      group      | in   403 404  404 | 403   404 | 404   404  404  404   | 302   404    302   | 404  404  404  404
POST group-remove       member     | in   403 404  404 | 403   404 | 404   404  404  404   | 302   404    302   | 404  404  404  404
GET  group-note         group      | in   403 404  404 | 200   404 | 404   404  404  404   | 200   404    200   | 404  404  404  404
POST group-note         group      | in   403 404  404 | 302   404 | 404   404  404  404   | 302   404    302   | 404  404  404  404
GET  group-paste        group      | in   403 404  404 | 200   404 | 404   404  404  404   | 200   404    200   | 404  404  404  404
POST group-paste        group      | in   403 404  404 | 302   404 | 404   404  404  404   | 302   404    302   | 404  404  404  404
GET  post-raise         post       | in   200 404  404 | 200   404 | 404   404  404  404   | 200   404    200   | 404  404  404  404
POST post-raise         post       | in   302 404  404 | 302   404 | 404   404  404  404   | 302   404    302   | 404  404  404  404
GET  post-hide          post       | in   403 404  404 | 403   404 | 404   404  404  404   | 200   404    200   | 404  404  404  404
POST post-hide          post       | in   403 404  404 | 403   404 | 404   404  404  404   | 302   404    302   | 404  404  404  404
GET  overview           -          | in   403 403  403 | 403   403 | 403   403  403  403   | 200   200    200   | 403  403  403  403
GET  supervision        -          | in   403 403  403 | 403   403 | 403   403  403  403   | 200   200    200   | 403  403  403  403
GET  ledger             -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  ledger-csv         -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  ledger-xlsx        -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  ledger-filter      -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  saved-lists        -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST saved-lists        -          | in   302 302  302 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
POST saved-list-rename  list       | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    302   | 404  404  404  404
POST saved-list-delete  list       | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    302   | 404  404  404  404
GET  requests           -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  request-detail     whistled   | in   200 200  404 | 200   404 | 200   200  200  404   | 200   200    200   | 404  404  404  404
GET  clock              whistled   | in   200 200  404 | 200   404 | 200   200  200  404   | 200   200    200   | 404  404  404  404
GET  clock-json         whistled   | in   200 200  404 | 200   404 | 200   200  200  404   | 200   200    200   | 404  404  404  404
GET  receipt            whistled   | in   200 200  404 | 200   404 | 302   302  302  404   | 200   200    200   | 404  404  404  404
POST take               raised     | in   403 403  404 | 302   404 | 404   404  404  404   | 302   403    403   | 404  404  404  404
POST verify             unverified | in   403 403  404 | 302   404 | 404   404  404  404   | 302   403    302   | 404  404  404  404
GET  duty               -          | in   403 403  403 | 200   200 | 403   403  403  403   | 200   200    200   | 403  403  403  403
POST duty               -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    302   | 403  403  403  403
GET  duty-change        shift      | in   404 404  404 | 403   403 | 404   404  404  404   | 403   403    200   | 404  404  404  404
POST duty-change        shift      | in   404 404  404 | 403   403 | 404   404  404  404   | 403   403    302   | 404  404  404  404
GET  duty-swap          shift      | in   404 404  404 | 200   403 | 404   404  404  404   | 403   403    403   | 404  404  404  404
POST duty-swap          shift      | in   404 404  404 | 302   403 | 404   404  404  404   | 403   403    403   | 404  404  404  404
POST duty-agree         swap       | in   404 404  404 | 403   302 | 404   404  404  404   | 403   403    403   | 404  404  404  404
POST duty-decline       swap       | in   404 404  404 | 302   302 | 404   404  404  404   | 403   403    403   | 404  404  404  404
POST accept             urgent     | in   403 403  404 | 302   404 | 404   404  404  404   | 302   403    403   | 404  404  404  404
GET  visit-new          -          | in   403 403  403 | 200   200 | 403   403  403  403   | 200   403    200   | 403  403  403  403
POST visit-new          -          | in   403 403  403 | 302   422 | 403   403  403  403   | 302   403    302   | 403  403  403  403
GET  visit              in_hand    | in   403 403  404 | 200   404 | 403   403  403  404   | 200   403    200   | 404  404  404  404
POST visit              in_hand    | in   403 403  404 | 302   404 | 403   403  403  404   | 302   403    302   | 404  404  404  404
POST visit-arrive       visit      | in   403 403  404 | 302   404 | 404   404  404  404   | 302   403    302   | 404  404  404  404
GET  visit-leave        arrived    | in   403 403  404 | 200   404 | 404   404  404  404   | 200   403    200   | 404  404  404  404
POST visit-leave        arrived    | in   403 403  404 | 302   404 | 404   404  404  404   | 302   403    302   | 404  404  404  404
GET  visit-no-show      visit      | in   200 200  404 | 200   404 | 404   404  404  404   | 200   403    200   | 404  404  404  404
POST visit-no-show      visit      | in   302 302  404 | 302   404 | 404   404  404  404   | 302   403    302   | 404  404  404  404
GET  whistle            in_hand    | in   403 403  404 | 200   404 | 403   403  403  404   | 200   403    200   | 404  404  404  404
POST whistle            in_hand    | in   403 403  404 | 302   404 | 403   403  403  404   | 302   403    302   | 404  404  404  404
POST whistle            whistled   | in   403 403  404 | 302   404 | 403   403  403  404   | 302   403    302   | 404  404  404  404
GET  gripe-sessions     -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 404  404  404  404
POST gripe-sessions     -          | in   403 403  403 | 403   403 | 403   403  403  403   | 302   403    302   | 404  404  404  404
GET  gripe-session      session    | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 404  404  404  404
POST gripe-open         ahead      | in   403 403  403 | 403   403 | 403   403  403  403   | 302   403    302   | 404  404  404  404
POST gripe-item         session    | in   302 302  302 | 403   403 | 403   403  403  403   | 302   403    302   | 404  404  404  404
POST gripe-speaking     session    | in   403 403  403 | 403   403 | 403   403  403  403   | 302   403    302   | 404  404  404  404
POST gripe-close        session    | in   403 403  403 | 403   403 | 403   403  403  403   | 302   403    302   | 404  404  404  404
GET  gripe-minutes      session    | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 404  404  404  404
GET  gripe-board        session    | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 404  404  404  404
GET  gripe-board-state  session    | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 404  404  404  404
GET  common             -          | in   403 403  403 | 200   200 | 200   200  200  200   | 200   200    200   | 403  403  403  403
POST common             -          | in   403 403  403 | 403   403 | 403   403  403  403   | 302   403    302   | 403  403  403  403
POST common-different   -          | in   403 403  403 | 403   403 | 403   403  403  403   | 302   403    302   | 403  403  403  403
GET  common-work        work       | in   404 404  404 | 200   200 | 200   200  200  404   | 200   200    200   | 404  404  404  404
POST common-add         work       | in   404 404  404 | 403   403 | 403   403  403  404   | 302   403    302   | 404  404  404  404
POST common-remove      work       | in   404 404  404 | 403   403 | 403   403  403  404   | 302   403    302   | 404  404  404  404
GET  common-tell        work       | in   404 404  404 | 200   403 | 200   200  403  404   | 200   403    200   | 404  404  404  404
POST common-tell        work       | in   404 404  404 | 302   409 | 302   302  403  404   | 302   403    302   | 404  404  404  404
GET  common-answer      work       | in   404 404  404 | 200   403 | 200   200  403  404   | 403   403    403   | 404  404  404  404
POST common-answer      work       | in   404 404  404 | 302   403 | 302   302  403  404   | 403   403    403   | 404  404  404  404
POST common-finish      work       | in   404 404  404 | 403   403 | 403   403  403  404   | 409   403    409   | 404  404  404  404
POST common-dissolve    work       | in   404 404  404 | 403   403 | 403   403  403  404   | 302   403    302   | 404  404  404  404
GET  cases              -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  case               told       | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST case-ask           drafted    | in   404 404  404 | 302   404 | 404   404  404  404   | 403   403    302   | 404  404  404  404
POST case-consent       asked      | in   302 403  404 | 403   404 | 404   404  404  404   | 403   403    403   | 404  404  404  404
POST case-withdraw      told       | in   302 403  403 | 302   403 | 403   403  403  403   | 403   403    302   | 403  403  403  403
GET  case-write         closed     | in   403 403  404 | 200   404 | 403   403  403  404   | 403   403    200   | 404  404  404  404
POST case-write         closed     | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    302   | 404  404  404  404
POST gripe-me-too       item       | in   409 409  302 | 403   403 | 403   403  403  403   | 403   403    403   | 404  404  404  404
GET  gripe-too-firms    item       | in   403 403  403 | 403   403 | 403   403  403  403   | 200   403    200   | 404  404  404  404
POST gripe-too-firms    item       | in   403 403  403 | 403   403 | 403   403  403  403   | 302   403    302   | 404  404  404  404
GET  claim              gripe      | in   403 403  404 | 403   404 | 200   200  200  200   | 403   403    403   | 404  404  404  404
POST claim              gripe      | in   403 403  404 | 403   404 | 302   302  302  302   | 403   403    403   | 404  404  404  404
GET  answer             in_hand    | in   403 403  404 | 200   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
POST answer             in_hand    | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
GET  link               in_hand    | in   403 403  404 | 200   404 | 403   403  403  404   | 403   403    200   | 404  404  404  404
POST link               in_hand    | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    302   | 404  404  404  404
POST unlink             linked     | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    302   | 404  404  404  404
GET  decline-scope      in_hand    | in   403 403  404 | 200   404 | 403   403  403  404   | 403   403    200   | 404  404  404  404
POST decline-scope      in_hand    | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    302   | 404  404  404  404
GET  progress           whistled   | in   403 403  404 | 200   404 | 200   200  403  404   | 403   403    403   | 404  404  404  404
POST progress           whistled   | in   403 403  404 | 302   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
GET  outside            -          | in   403 403  403 | 200   200 | 200   200  200  200   | 200   200    200   | 403  403  403  403
GET  outside-open       whistled   | in   403 403  404 | 200   404 | 200   200  403  404   | 200   403    200   | 404  404  404  404
POST outside-open       whistled   | in   403 403  404 | 302   404 | 302   302  403  404   | 302   403    302   | 404  404  404  404
GET  outside-contact    outside    | in   403 403  404 | 200   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
POST outside-contact    outside    | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
GET  outside-party      outside    | in   403 403  404 | 200   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
POST outside-party      outside    | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
GET  outside-progress   outside    | in   403 403  404 | 200   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
POST outside-progress   outside    | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
GET  outside-hand-over  outside    | in   403 403  404 | 200   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
POST outside-hand-over  outside    | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
GET  outside-liaison    outside    | in   403 403  404 | 403   404 | 403   403  403  404   | 403   403    200   | 404  404  404  404
POST outside-liaison    outside    | in   403 403  404 | 403   404 | 403   403  403  404   | 403   403    302   | 404  404  404  404
GET  outside-end        outside    | in   403 403  404 | 200   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
POST outside-end        outside    | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
GET  consult            whistled   | in   403 403  404 | 200   404 | 200   200  403  404   | 403   403    403   | 404  404  404  404
POST consult            whistled   | in   403 403  404 | 302   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
GET  consult-agree      proposed   | in   403 403  404 | 200   404 | 403   403  403  404   | 403   403    200   | 404  404  404  404
POST consult-agree      proposed   | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    302   | 404  404  404  404
GET  consult-cancel     consulting | in   403 403  404 | 200   404 | 403   403  403  404   | 403   403    200   | 404  404  404  404
POST consult-cancel     consulting | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    302   | 404  404  404  404
GET  consult-arrange    consulting | in   403 403  404 | 200   404 | 200   200  403  404   | 403   403    403   | 404  404  404  404
POST consult-arrange    consulting | in   403 403  404 | 302   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
GET  consult-minutes    consulting | in   403 403  404 | 200   404 | 200   200  403  404   | 403   403    403   | 404  404  404  404
POST consult-minutes    consulting | in   403 403  404 | 302   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
POST consult-duty-done  duty       | in   403 403  404 | 302   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
GET  conclude           planned    | in   403 403  404 | 200   404 | 200   200  403  404   | 403   403    403   | 404  404  404  404
POST conclude           planned    | in   403 403  404 | 302   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
GET  call-back          answered   | in   403 403  404 | 200   404 | 403   403  403  404   | 403   403    200   | 404  404  404  404
POST call-back          answered   | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    302   | 404  404  404  404
POST note               whistled   | in   403 403  404 | 302   404 | 403   403  403  404   | 302   403    302   | 404  404  404  404
GET  confirm            answered   | in   200 200  404 | 302   404 | 302   302  302  404   | 302   302    302   | 404  404  404  404
POST confirm            answered   | in   302 302  404 | 403   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
GET  dispute            answered   | in   200 200  404 | 302   404 | 302   302  302  404   | 302   302    302   | 404  404  404  404
POST dispute            answered   | in   302 302  404 | 403   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
POST dispute            out        | in   302 302  404 | 403   404 | 404   404  404  404   | 403   403    403   | 404  404  404  404
GET  reopen             closed     | in   200 200  404 | 302   404 | 302   302  302  404   | 302   302    302   | 404  404  404  404
POST reopen             closed     | in   302 302  404 | 403   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
GET  withdraw           whistled   | in   200 200  404 | 302   404 | 302   302  302  404   | 302   302    302   | 404  404  404  404
POST withdraw           whistled   | in   302 302  404 | 403   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
GET  message            whistled   | in   200 200  404 | 200   404 | 302   302  302  404   | 200   302    200   | 404  404  404  404
POST message            whistled   | in   302 302  404 | 302   404 | 403   403  403  404   | 302   403    302   | 404  404  404  404
GET  attach             whistled   | in   200 200  404 | 200   404 | 200   200  200  404   | 200   403    200   | 404  404  404  404
POST attach             whistled   | in   302 302  404 | 302   404 | 302   302  302  404   | 302   403    302   | 404  404  404  404
GET  attachment         photo      | in   200 200  404 | 200   404 | 200   200  200  404   | 200   200    200   | 404  404  404  404
GET  attachment         inside     | in   404 404  404 | 200   404 | 404   404  404  404   | 200   200    200   | 404  404  404  404
POST nudge              whistled   | in   302 302  404 | 403   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
POST report-in-many     -          | in   302 302  302 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
GET  report-in          whistled:s | in   403 403  404 | 403   404 | 200   200  403  404   | 403   403    403   | 404  404  404  404
POST report-in          whistled:s | in   403 403  404 | 403   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
GET  reply              whistled:s | in   403 403  404 | 403   404 | 200   200  403  404   | 403   403    403   | 404  404  404  404
POST reply              whistled:s | in   403 403  404 | 403   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
GET  decline            whistled:s | in   403 403  404 | 403   404 | 200   200  403  404   | 403   403    403   | 404  404  404  404
POST decline            whistled:s | in   403 403  404 | 403   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
GET  extend             planned:s  | in   403 403  404 | 403   404 | 200   200  403  404   | 403   403    403   | 404  404  404  404
POST extend             planned:s  | in   403 403  404 | 403   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
GET  decide             later:s    | in   403 403  404 | 403   404 | 403   403  403  404   | 403   403    200   | 404  404  404  404
POST decide             later:s    | in   403 403  404 | 403   404 | 403   403  403  404   | 403   403    302   | 404  404  404  404
GET  decide             declined:s | in   403 403  404 | 403   404 | 403   403  403  404   | 403   403    200   | 404  404  404  404
POST decide             declined:s | in   403 403  404 | 403   404 | 403   403  403  404   | 403   403    302   | 404  404  404  404
GET  enterprises        -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  enterprise-new     -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
POST enterprise-new     -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    302   | 403  403  403  403
GET  enterprise-detail  E0001      | in   200 200  404 | 200   404 | 404   404  404  404   | 200   200    200   | 404  200  404  404
GET  enterprise-change  E0001      | in   403 403  404 | 403   404 | 404   404  404  404   | 403   403    200   | 404  403  404  404
POST enterprise-change  E0001      | in   403 403  404 | 403   404 | 404   404  404  404   | 403   403    302   | 404  403  404  404
GET  enterprise-assign  E0001      | in   403 403  404 | 403   404 | 404   404  404  404   | 403   403    200   | 404  403  404  404
POST enterprise-assign  E0001      | in   403 403  404 | 403   404 | 404   404  404  404   | 403   403    302   | 404  403  404  404
GET  enterprise-leave-zone  E0001  | in   403 403  404 | 403   404 | 404   404  404  404   | 403   403    200   | 404  403  404  404
POST enterprise-leave-zone  E0003  | in   404 404  404 | 404   404 | 404   404  404  404   | 403   403    302   | 404  403  404  404
GET  coverage           -          | in   403 403  403 | 403   403 | 403   403  403  403   | 200   200    200   | 403  403  403  403
GET  coverage-csv       -          | in   403 403  403 | 403   403 | 403   403  403  403   | 200   200    200   | 403  403  403  403
GET  leaves             -          | in   403 403  403 | 200   200 | 403   403  403  403   | 200   200    200   | 403  403  403  403
POST leaves             -          | in   403 403  403 | 302   403 | 403   403  403  403   | 403   403    302   | 403  403  403  403
POST leave-end          leave      | in   404 404  404 | 302   403 | 404   404  404  404   | 403   403    302   | 404  404  404  404
GET  agency-files       -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 403  403  403  403
GET  agency-new         -          | in   403 403  403 | 200   200 | 403   403  403  403   | 200   403    200   | 403  403  403  403
POST agency-new         -          | in   403 403  403 | 302   422 | 403   403  403  403   | 302   403    302   | 403  403  403  403
GET  agency-file        filed      | in   200 200  404 | 200   404 | 200   200  200  404   | 200   200    200   | 404  404  404  404
GET  agency-report      filed      | in   200 200  404 | 200   404 | 200   200  200  404   | 200   200    200   | 404  404  404  404
GET  agency-authorise   filed      | in   200 403  404 | 403   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
POST agency-authorise   filed      | in   302 403  404 | 403   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
POST agency-withdraw    filed      | in   302 403  404 | 403   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
POST agency-stop        filed      | in   403 403  404 | 302   404 | 403   403  403  404   | 403   403    302   | 404  404  404  404
POST agency-start       step-ahead | in   403 403  404 | 302   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
POST agency-finish      step-begun | in   403 403  404 | 302   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
POST agency-refuse      step-begun | in   403 403  404 | 302   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
POST agency-give        paper-open | in   302 302  404 | 302   404 | 403   403  403  404   | 403   403    403   | 404  404  404  404
POST agency-take        paper-here | in   403 403  404 | 302   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
POST agency-return      paper-here | in   403 403  404 | 302   404 | 302   302  403  404   | 403   403    403   | 404  404  404  404
GET  agency-paper       paper-here | in   200 200  404 | 200   404 | 200   200  200  404   | 200   200    200   | 404  404  404  404
GET  departments        -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  200  403  403
POST departments        -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    302   | 403  302  403  403
GET  people             -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  200  403  403
GET  person-new         -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  200  403  403
POST person-new         -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    302   | 403  302  403  403
GET  person-detail      zhoumin    | in   200 404  404 | 404   404 | 404   404  404  404   | 404   404    200   | 404  200  404  404
GET  person-detail      luochuan   | in   404 404  404 | 404   404 | 200   404  404  404   | 404   404    200   | 404  200  404  404
POST person-give-post   zhoumin    | in   403 404  404 | 404   404 | 404   404  404  404   | 404   404    403   | 404  302  404  404
POST person-give-post   anquan     | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    403   | 404  403  404  404
POST person-end-post    zhoumin    | in   403 404  404 | 404   404 | 404   404  404  404   | 404   404    403   | 404  302  404  404
POST person-password    zhoumin    | in   403 404  404 | 404   404 | 404   404  404  404   | 404   404    200   | 404  200  404  404
POST person-password    luochuan   | in   404 404  404 | 404   404 | 403   404  404  404   | 404   404    403   | 404  200  404  404
POST person-password    anquan     | in   404 404  404 | 404   404 | 404   404  404  404   | 404   404    403   | 404  403  404  404
POST person-exempt      chenliqun  | in   404 404  404 | 403   404 | 404   404  404  404   | 404   404    302   | 404  403  404  404
POST person-end-exemption tangyi   | in   404 404  404 | 404   404 | 404   404  404  404   | 403   404    302   | 404  403  404  404
GET  calendar           -          | in   403 403  403 | 403   403 | 403   403  403  403   | 200   200    200   | 403  403  403  403
GET  calendar-notice    -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
POST calendar-notice    -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
POST calendar-accept    -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    302   | 403  403  403  403
GET  calendar-free-day  -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
POST calendar-free-day  -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
POST calendar-free-day-accept -    | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    302   | 403  403  403  403
GET  limits             -          | in   403 403  403 | 403   403 | 403   403  403  403   | 200   200    200   | 403  403  403  403
GET  limits-change      reply      | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
POST limits-preview     -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
POST limits-set         -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    302   | 403  403  403  403
GET  categories         -          | in   403 403  403 | 403   403 | 403   403  403  403   | 200   200    200   | 403  403  403  403
GET  category-new       -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
POST category-new       -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    302   | 403  403  403  403
GET  category-change    roads      | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
POST category-change    roads      | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    302   | 403  403  403  403
GET  inbox              -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST inbox-read         -          | in   302 302  302 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
GET  inbox-count        -          | 286  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  notice             notice     | in   302 404  404 | 404   404 | 404   404  404  404   | 404   404    404   | 404  404  404  404
GET  me                 -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST me-mail            -          | in   302 302  302 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
POST person-mail        zhoumin    | in   302 404  404 | 404   404 | 404   404  404  404   | 404   404    302   | 404  302  404  404
POST person-mail        luochuan   | in   404 404  404 | 404   404 | 302   404  404  404   | 404   404    403   | 404  302  404  404
GET  digest             -          | in   403 403  403 | 200   200 | 200   200  200  200   | 200   200    200   | 403  403  403  403
GET  phrases            -          | in   403 403  403 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST phrases            -          | in   403 403  403 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
GET  phrase-change      phrase     | in   404 404  404 | 404   404 | 200   404  404  404   | 404   404    404   | 404  404  404  404
POST phrase-change      phrase     | in   404 404  404 | 404   404 | 302   404  404  404   | 404   404    404   | 404  404  404  404
POST phrase-delete      phrase     | in   404 404  404 | 404   404 | 302   404  404  404   | 404   404    404   | 404  404  404  404
GET  phrase-change      shared     | in   404 404  404 | 404   404 | 403   200  404  404   | 404   404    404   | 404  404  404  404
POST phrase-change      shared     | in   404 404  404 | 404   404 | 403   302  404  404   | 404   404    404   | 404  404  404  404
POST phrase-delete      shared     | in   404 404  404 | 404   404 | 403   302  404  404   | 404   404    404   | 404  404  404  404
GET  measures           -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  measure-detail     measure    | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  measure-new        -          | in   403 403  403 | 403   403 | 200   200  200  200   | 403   403    200   | 403  403  403  403
POST measure-new        -          | in   403 403  403 | 403   403 | 302   302  403  403   | 403   403    302   | 403  403  403  403
GET  measure-version    measure    | in   403 403  403 | 403   403 | 200   200  403  403   | 403   403    200   | 403  403  403  403
POST measure-version    measure    | in   403 403  403 | 403   403 | 302   302  403  403   | 403   403    302   | 403  403  403  403
GET  measure-correct    draft      | in   403 403  403 | 403   403 | 200   200  403  403   | 403   403    200   | 403  403  403  403
POST measure-correct    draft      | in   403 403  403 | 403   403 | 302   302  403  403   | 403   403    302   | 403  403  403  403
POST measure-repeal     measure    | in   403 403  403 | 403   403 | 302   302  403  403   | 403   403    302   | 403  403  403  403
POST measure-ask        measure    | in   302 302  302 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
GET  outbox             -          | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  200  403
POST outbox-again       failed     | in   403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  302  403
POST set_type           -          | 302  302 302  302 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
GET  account_login      -          | 200  302 302  302 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
POST account_login      -          | 302  302 302  302 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
GET  account_logout     -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST account_logout     -          | in   in  in   in  | in    in  | in    in   in   in    | in    in     in    | in   in   in   in
GET  account_inactive   -          | 200  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  account_change_password -     | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST account_change_password -     | in   302 302  302 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
GET  account_reauthenticate  -     | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST account_reauthenticate  -     | in   302 302  302 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
GET  usersessions_list  -          | in   200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST usersessions_list  -          | in   302 302  302 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
GET  set_language       -          | 302  302 302  302 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
POST set_language       -          | 302  302 302  302 | 302   302 | 302   302  302  302   | 302   302    302   | 302  302  302  302
GET  healthz            -          | 200  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  readyz             -          | 200  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
"""

API = """
                                   |      firm         | specialist| departments           | committee          | administrators
                                   | no   pri con  out | spec  oth | clerk head  co  other | chief leader offic | eval secu syst audi
GET  /openapi.json      -          | 200  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /docs              -          | 200  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /me                -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /enterprises       -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /replacements      -          | 401  403 403  403 | 403   403 | 403   403  403  403   | 403   403    200   | 403  403  403  403
POST /replacements/{id}/carry-out  replaced | 401 404 404 404 | 404 404 | 404 404 404 404 | 404 404 200 | 404 404 404 404
POST /enterprises/{code}/change-specialist  E0001 | 401 200 403 404 | 403 404 | 404 404 404 404 | 403 403 403 | 404 403 404 404
POST /enterprises/{code}/transfer  E0001 | 401 403 403 404 | 403 404 | 404 404 404 404 | 403 403 200 | 404 403 404 404
GET  /leaves            -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST /agency-files      -          | 401  403 403  403 | 201   422 | 403   403  403  403   | 201   403    201   | 403  403  403  403
GET  /agency-files/{number} filed  | 401  200 200  404 | 200   404 | 200   200  200  404   | 200   200    200   | 404  404  404  404
POST /agency-files/{number}/steps/{id}/start  both-ahead | 401 403 403 404 | 200 404 | 200 200 403 404 | 403 403 403 | 404 404 404 404
POST /agency-files/{number}/steps/{id}/finish both-begun | 401 403 403 404 | 200 404 | 200 200 403 404 | 403 403 403 | 404 404 404 404
POST /leaves            -          | 401  403 403  403 | 201   403 | 403   403  403  403   | 403   403    201   | 403  403  403  403
POST /leaves/{id}/end   leave      | 401  404 404  404 | 200   403 | 404   404  404  404   | 403   403    200   | 404  404  404  404
GET  /findings            -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST /findings            -          | 401  403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
POST /findings/{id}/statement finding | 401 404 404 404 | 200 404 | 404 404 404 404 | 404 404 404 | 404 404 404 404
POST /findings/{id}/hearing finding | 401 404 404 404 | 403 404 | 404 404 404 404 | 404 404 404 | 404 404 404 404
POST /findings/{id}/heard finding | 401 404 404 404 | 403 404 | 404 404 404 404 | 404 404 404 | 404 404 404 404
POST /findings/{id}/member finding | 401 404 404 404 | 403 404 | 404 404 404 404 | 404 404 404 | 404 404 404 404
POST /findings/{id}/step-out finding | 401 404 404 404 | 403 404 | 404 404 404 404 | 404 404 404 | 404 404 404 404
POST /findings/{id}/sign finding | 401 404 404 404 | 403 404 | 404 404 404 404 | 404 404 404 | 404 404 404 404
POST /findings/{id}/serve finding | 401 404 404 404 | 403 404 | 404 404 404 404 | 404 404 404 | 404 404 404 404
POST /findings/{id}/review finding | 401 404 404 404 | 409 404 | 404 404 404 404 | 404 404 404 | 404 404 404 404
POST /findings/{id}/appeal finding | 401 404 404 404 | 409 404 | 404 404 404 404 | 404 404 404 | 404 404 404 404
POST /findings/{id}/remedy finding | 401 404 404 404 | 403 404 | 404 404 404 404 | 404 404 404 | 404 404 404 404
GET  /specialists/{login}/eligibility chenliqun | 401 404 404 404 | 200 404 | 404 404 404 404 | 404 404 404 | 404 404 404 404
POST /rounds/{id}/unseal   shut-rating | 401  403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 200  403  403  403
GET  /rounds/{id}/results  counted-rating | 401  403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 200  403  403  403
POST /rounds            -          | 401  403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 201  403  403  403
GET  /rounds/{id}       rating     | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /rounds/{id}/ballot rating    | 401  403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
PUT  /rounds/{id}/ballot rating    | 401  403 403  403 | 403   403 | 403   403  403  403   | 403   403    403   | 403  403  403  403
GET  /duty              -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST /duty              -          | 401  403 403  403 | 403   403 | 403   403  403  403   | 403   403    201   | 403  403  403  403
POST /duty/{id}/change     shift   | 401  404 404  404 | 403   403 | 404   404  404  404   | 403   403    200   | 404  404  404  404
POST /duty/{id}/swap       shift   | 401  404 404  404 | 200   403 | 404   404  404  404   | 403   403    403   | 404  404  404  404
POST /duty/{id}/swap-agree swap    | 401  404 404  404 | 403   200 | 404   404  404  404   | 403   403    403   | 404  404  404  404
POST /duty/{id}/swap-off   swap    | 401  404 404  404 | 200   200 | 404   404  404  404   | 403   403    403   | 404  404  404  404
GET  /visits            -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST /visits            -          | 401  403 403  403 | 201   422 | 403   403  403  403   | 201   403    201   | 403  403  403  403
POST /visits/{id}/arrive  visit    | 401  403 403  404 | 200   404 | 404   404  404  404   | 200   403    200   | 404  404  404  404
POST /visits/{id}/leave   arrived  | 401  403 403  404 | 200   404 | 404   404  404  404   | 200   403    200   | 404  404  404  404
POST /visits/{id}/no-show visit    | 401  200 200  404 | 200   404 | 404   404  404  404   | 200   403    200   | 404  404  404  404
POST /requests/{number}/accept     urgent   | 401 403 403 404 | 200 404 | 404 404 404 404 | 200 403 403 | 404 404 404 404
GET  /departments       -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /specialists       -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /assignments       -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /categories        -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /calendar          -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /measures          -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /measures/{number} measure    | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /ledger.csv        -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /ledger.xlsx       -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /metrics/summary   -          | 401  403 403  403 | 403   403 | 403   403  403  403   | 200   200    200   | 403  403  403  403
GET  /requests          -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST /requests          E0001      | 401  201 201  422 | 201   422 | 403   403  403  403   | 201   403    201   | 403  403  403  403
GET  /requests/{number} whistled   | 401  200 200  404 | 200   404 | 200   200  200  404   | 200   200    200   | 404  404  404  404
GET  /requests/{number}/timeline   whistled | 401 200 200 404 | 200 404 | 200 200 200 404 | 200 200 200 | 404 404 404 404
GET  /requests/{number}/clock      whistled | 401 200 200 404 | 200 404 | 200 200 200 404 | 200 200 200 | 404 404 404 404
POST /requests/{number}/take       raised   | 401 403 403 404 | 200 404 | 404 404 404 404 | 200 403 403 | 404 404 404 404
POST /requests/{number}/verify  unverified  | 401 403 403 404 | 200 404 | 404 404 404 404 | 200 403 200 | 404 404 404 404
GET  /common-works      -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /common-works/proposals -     | 401  403 403  403 | 403   403 | 403   403  403  403   | 200   403    200   | 403  403  403  403
POST /common-works      -          | 401  403 403  403 | 403   403 | 403   403  403  403   | 201   403    201   | 403  403  403  403
POST /common-works/different -     | 401  403 403  403 | 403   403 | 403   403  403  403   | 200   403    200   | 403  403  403  403
GET  /common-works/{number}          work | 401 404 404 404 | 200 200 | 200 200 200 404 | 200 200 200 | 404 404 404 404
POST /common-works/{number}/add      work | 401 404 404 404 | 403 403 | 403 403 403 404 | 200 403 200 | 404 404 404 404
POST /common-works/{number}/remove   work | 401 404 404 404 | 403 403 | 403 403 403 404 | 200 403 200 | 404 404 404 404
POST /common-works/{number}/progress work | 401 404 404 404 | 200 409 | 200 200 403 404 | 200 403 200 | 404 404 404 404
POST /common-works/{number}/answer   work | 401 404 404 404 | 200 403 | 200 200 403 404 | 403 403 403 | 404 404 404 404
POST /common-works/{number}/finish   work | 401 404 404 404 | 403 403 | 403 403 403 404 | 409 403 409 | 404 404 404 404
POST /common-works/{number}/dissolve work | 401 404 404 404 | 403 403 | 403 403 403 404 | 200 403 200 | 404 404 404 404
GET  /cases             -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /cases/{id}        told       | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST /cases/{id}/ask       drafted | 401 404 404 404 | 200 404 | 404 404 404 404 | 403 403 200 | 404 404 404 404
POST /cases/{id}/consent     asked | 401 200 403 404 | 403 404 | 404 404 404 404 | 403 403 403 | 404 404 404 404
POST /cases/{id}/withdraw     told | 401 200 403 403 | 200 403 | 403 403 403 403 | 403 403 200 | 403 403 403 403
POST /requests/{number}/case closed | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 200 | 404 404 404 404
POST /gripe-items/{id}/me-too      item | 401 409 409 200 | 403 403 | 403 403 403 403 | 403 403 403 | 404 404 404 404
POST /gripe-items/{id}/not-me-too  item | 401 200 200 200 | 403 403 | 403 403 403 403 | 403 403 403 | 404 404 404 404
POST /gripe-items/{id}/common      item | 401 403 403 403 | 403 403 | 403 403 403 403 | 201 403 201 | 404 404 404 404
POST /requests/{number}/claim    gripe      | 401 403 403 404 | 403 404 | 200 200 200 200 | 403 403 403 | 404 404 404 404
POST /gripe-sessions    -          | 401  403 403  403 | 403   403 | 403   403  403  403   | 201   403    201   | 403  403  403  403
GET  /gripe-sessions/{id}          session  | 401 200 200 200 | 200 200 | 200 200 200 200 | 200 200 200 | 404 404 404 404
POST /gripe-sessions/{id}/open     ahead    | 401 403 403 403 | 403 403 | 403 403 403 403 | 200 403 200 | 404 404 404 404
POST /gripe-sessions/{id}/items    session  | 401 201 201 422 | 403 403 | 403 403 403 403 | 201 403 201 | 404 404 404 404
POST /gripe-sessions/{id}/close    session  | 401 403 403 403 | 403 403 | 403 403 403 403 | 200 403 200 | 404 404 404 404
POST /requests/{number}/whistle    in_hand  | 401 403 403 404 | 200 404 | 403 403 403 404 | 200 403 200 | 404 404 404 404
POST /requests/{number}/whistle    whistled | 401 403 403 404 | 200 404 | 403 403 403 404 | 200 403 200 | 404 404 404 404
POST /requests/{number}/answer     in_hand  | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/decline-scope in_hand | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 200 | 404 404 404 404
POST /requests/{number}/progress   whistled | 401 403 403 404 | 200 404 | 200 200 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/consult    whistled | 401 403 403 404 | 200 404 | 200 200 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/consult/agree proposed | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 200 | 404 404 404 404
POST /requests/{number}/consult/cancel consulting | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 200 | 404 404 404 404
POST /requests/{number}/consult/arrange consulting | 401 403 403 404 | 200 404 | 200 200 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/consult/minutes consulting | 401 403 403 404 | 200 404 | 200 200 403 404 | 403 403 403 | 404 404 404 404
POST /duties/{id}/done               duty   | 401 403 403 404 | 200 404 | 200 200 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/conclude   planned  | 401 403 403 404 | 200 404 | 200 200 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/merge      in_hand  | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 200 | 404 404 404 404
POST /requests/{number}/unmerge    linked   | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 200 | 404 404 404 404
POST /requests/{number}/confirm    answered | 401 200 200 404 | 403 404 | 403 403 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/dispute    answered | 401 200 200 404 | 403 404 | 403 403 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/dispute    out      | 401 200 200 404 | 403 404 | 404 404 404 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/call-back  answered | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 200 | 404 404 404 404
POST /requests/{number}/reopen     closed   | 401 200 200 404 | 403 404 | 403 403 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/withdraw   whistled | 401 200 200 404 | 403 404 | 403 403 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/messages   whistled | 401 200 200 404 | 200 404 | 403 403 403 404 | 200 403 200 | 404 404 404 404
POST /requests/{number}/attachments whistled | 401 200 200 404 | 200 404 | 200 200 200 404 | 200 403 200 | 404 404 404 404
GET  /attachments/{id}  photo      | 401  200 200  404 | 200   404 | 200   200  200  404   | 200   200    200   | 404  404  404  404
GET  /attachments/{id}  inside     | 401  404 404  404 | 200   404 | 404   404  404  404   | 200   200    200   | 404  404  404  404
POST /requests/{number}/instruct   whistled | 401 403 403 404 | 403 404 | 403 403 403 404 | 200 200 403 | 404 404 404 404
GET  /instructions      -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
POST /instructions/{id}/answer   order      | 401 404 404 404 | 403 404 | 200 200 404 404 | 403 403 403 | 404 404 404 404
POST /instructions/{id}/again    order-said | 401 404 404 404 | 403 404 | 403 403 404 404 | 200 200 403 | 404 404 404 404
POST /instructions/{id}/close    order      | 401 404 404 404 | 403 404 | 403 403 404 404 | 200 200 403 | 404 404 404 404
GET  /outside           -          | 401  200 200  200 | 200   200 | 200   200  200  200   | 200   200    200   | 200  200  200  200
GET  /requests/{number}/outside          outside | 401 200 200 404 | 200 404 | 200 200 200 404 | 200 200 200 | 404 404 404 404
POST /requests/{number}/outside         whistled | 401 403 403 404 | 200 404 | 200 200 403 404 | 200 403 200 | 404 404 404 404
POST /requests/{number}/outside/parties  outside | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/outside/contacts outside | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/outside/papers   outside | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/outside/progress outside | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/outside/hand-over outside | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/outside/liaison  outside | 401 403 403 404 | 403 404 | 403 403 403 404 | 403 403 200 | 404 404 404 404
POST /requests/{number}/outside/end      outside | 401 403 403 404 | 200 404 | 403 403 403 404 | 403 403 403 | 404 404 404 404
POST /requests/{number}/nudge      whistled | 401 200 200 404 | 403 404 | 403 403 403 404 | 403 403 403 | 404 404 404 404
POST /summonses/{id}/report-in   whistled:s | 401 403 403 404 | 403 404 | 200 200 403 404 | 403 403 403 | 404 404 404 404
POST /summonses/{id}/reply       whistled:s | 401 403 403 404 | 403 404 | 200 200 403 404 | 403 403 403 | 404 404 404 404
POST /summonses/{id}/decline     whistled:s | 401 403 403 404 | 403 404 | 200 200 403 404 | 403 403 403 | 404 404 404 404
POST /summonses/{id}/extend      planned:s  | 401 403 403 404 | 403 404 | 200 200 403 404 | 403 403 403 | 404 404 404 404
POST /summonses/{id}/decide      later:s    | 401 403 403 404 | 403 404 | 403 403 403 404 | 403 403 200 | 404 404 404 404
POST /summonses/{id}/decide      declined:s | 401 403 403 404 | 403 404 | 403 403 403 404 | 403 403 200 | 404 404 404 404
"""

# --- what is sent along, complete and possible; {pk} is filled in by the test ---

EXPLAINED = {"reason": "线路归供电公司", "basis": "供用电合同第三条", "alternative": "先用临时照明", "contact": "罗川"}
RESULT = {"outcome": "resolved", "text": "已换电缆，路灯亮了。"}
WORK = {"title": "园区大道", "requests": ["2020-7001", "2020-0001"]}
CASE = {"title": "一条路修好了", "text": "先填坑，再重铺。"}
ALSO = {"title": "重车抢道", "enterprises": ["E0002"]}
CONSULT = {"why": "涉及供电和市政两家", "members": ["ZHF"], "next_progress_on": "2020-09-29"}
MEETING = {"meets_at": "2020-09-28 14:00", "place": "三楼会议室", "members": ["ZHF"]}
MINUTES = {"met_at": "2020-09-25 17:28", "text": "供电公司换缆"}
CALLED = {"kind": "call", "text": "答应下周回话"}
NEWS = {"text": "等海关回函", "next_progress_on": "2020-09-29"}
PHOTO = pictures.photo()  # bytes are sent as a file
NOTICE = "year,2020\npublished_on,2020-09-25\nsource,国办发明电〔2020〕9号\ndate,working,name\n2020-09-30,no,国庆节\n"
MEASURE = {
    "document": "青高新发〔2020〕60号", "issuer": "青江高新区管委会", "title_zh": "用电补贴", "issued_on": "2020-09-20",
    "points_zh": "每度补一角。", "phone": "02388880100",
}  # fmt: skip
STALL = {"enterprise": "E0001", "template": "stall", "target_on": "2020-10-30"}
FINDING = {"specialist": "zhaolei", "year": "2020"}
SIGNATURE = {"decision": "found", "reasons": "多次超期，没有反馈"}
SENT: dict[str, dict[str, Any]] = {
    "complain": {"text": "没人接电话了"}, "complaint": {"text": "已约谈"}, "watch-seen": {}, "paper": {},
    "replacement": {"specialist": "chenliqun"}, "carry-out": {"specialist": "chenliqun"}, "change-specialist": {},
    "agency-new": {**STALL, "months": "1", "source": "往年平均"},
    "/agency-files": {**STALL, "baseline": {"months": 1, "source": "往年平均"}},
    "/agency-files/{number}/steps/{id}/start": {}, "/agency-files/{number}/steps/{id}/finish": {"documents": ["licence"]},
    "agency-authorise": {"last_day": "2020-12-31", "text": "同意代办"}, "agency-withdraw": {}, "agency-stop": {"text": "企业不办了"},
    "agency-start": {}, "agency-finish": {"documents": ["licence"]}, "agency-refuse": {"text": "图纸不全"},
    "agency-give": {"file": PHOTO}, "agency-take": {}, "agency-return": {"text": "缺公章"},
    "measure-new": {**MEASURE, "department": "SZJ", "valid_from": "2020-10-01"},
    "measure-version": {**MEASURE, "valid_from": "2021-02-01"}, "measure-correct": {**MEASURE, "valid_from": "2021-01-01"},
    "measure-repeal": {"repealed_on": "2021-03-01", "reason": "新文件"}, "measure-ask": {"text": "我们能申请吗"},
    "finding-new": FINDING, "/findings": {**FINDING, "year": 2020}, "finding-act": SIGNATURE, "sign": SIGNATURE,
    "my-finding-act": {"text": "设备在外地"}, "statement": {"text": "设备在外地"}, "heard": {"text": "本人到场"},
    "hearing": {"hearing_at": "2020-09-29 15:00", "place": "三楼会议室"}, "serve": {}, "step-out": {"reason": "是亲属"},
    "member": {"part": "discipline", "login": "shenji"}, "review": {"text": "请再看证据"},
    "appeal": {"text": "请再看证据"}, "remedy": {"outcome": "upheld", "reasons": "证据清楚，程序合规"},
    "duty": {"people": "陈立群\n赵磊", "weeks": "1", "handover_hour": "8"}, "/duty": {"people": ["chenliqun", "zhaolei"]},
    "duty-change": {"officer": "linxia", "deputy": "zhaolei"}, "change": {"officer": "linxia", "deputy": "zhaolei"},
    "duty-swap": {"shift": "502"}, "swap": {"shift": 502}, "swap-agree": {}, "swap-off": {}, "duty-agree": {}, "duty-decline": {},
    "visit-new": {"enterprise": "E0001", "result": "看过车间"}, "/visits": {"enterprise": "E0001", "result": "看过车间"},
    "visit": {"promised_at": "2020-09-27T15:00"}, "visit-arrive": {}, "arrive": {}, "visit-leave": {"result": "看过车间"},
    "leave": {"result": "看过车间"}, "visit-no-show": {"who": "visitor"}, "no-show": {"who": "visitor"}, "accept": {},
    "round-new": {"year": "2020", "half": "2", "opens_on": "2021-01-04", "closes_on": "2021-01-18"},
    "/rounds": {"year": 2020, "half": 2, "opens_on": "2021-01-04", "closes_on": "2021-01-18"},
    "round-code": {"enterprise": "E0002"}, "round-slip": {"enterprise": "E0002", "verdict": "satisfied", "second": "nobody"},
    "ballot": {"enterprise": "E0002", "code": "no"}, "ballot-entry": {"password": PASSWORD}, "ballot-confirm": {"v": "satisfied"},
    "ballot-cast": {"verdict": "satisfied"}, "/rounds/{id}/ballot": {"verdict": "satisfied"},
    "take": {}, "confirm": {}, "withdraw": {}, "nudge": {}, "report-in": {}, "inbox-read": {}, "person-password": {},
    "saved-lists": {"name": "停电", "query": "q=停电"},
    "saved-list-rename": {"name": "停水"},
    "saved-list-delete": {},
    "raise": {"text": "厂区停水"},
    "door": {"text": "厂区停水", "name": "门卫老李", "phone": "13800001234"},
    "doors": {"place": "南门"}, "doors-missing": {}, "door-revoke": {}, "verify": {},
    "phone-log": {"text": "厂区停水", "enterprise": "E0001", "when": "now", "channel": "phone"},
    "/requests": {"text": "厂区停水", "enterprise": "E0001"},
    "whistle": {"departments": ["YJJ"], "ask": "请恢复照明", "lead": "YJJ", "co": ["YJJ"]},
    "answer": {"outcome": "explained", "text": "目前办不了。", **EXPLAINED},
    "claim": {"resolve_by": "2020-10-12", "part": "lead"},
    "gripe-sessions": {"title": "十月吐槽大会", "starts_at": "2020-10-16T15:00"},
    "/gripe-sessions": {"title": "十月吐槽大会", "starts_at": "2020-10-16T15:00"},
    "gripe-item": {"text": "E0001 食堂太远"}, "items": {"text": "食堂太远", "enterprise": "E0001"},
    "common": WORK, "/common-works": WORK,
    "common-different": {"request": "2020-7001", "all": ["2020-7001", "2020-0001"]},
    "different": {"request": "2020-7001", "others": ["2020-0001"]},
    "common-add": {"request": "2020-7001"}, "add": {"request": "2020-7001"}, "common-dissolve": {}, "dissolve": {},
    "common-remove": {"request": "2020-7002"}, "remove": {"request": "2020-7002"}, "common-finish": {}, "finish": {},
    "common-tell": {"text": "等电缆到货", "next_progress_on": "2020-09-30"}, "common-answer": RESULT,
    "case-ask": {}, "ask": {}, "case-consent": {"answer": "with_name"}, "consent": {"answer": "with_name"}, "case-withdraw": {},
    "case-write": CASE, "case": CASE, "gripe-me-too": {"said": "1"}, "me-too": {}, "not-me-too": {},
    "gripe-too-firms": ALSO, "/gripe-items/{id}/common": ALSO,
    "gripe-open": {}, "open": {}, "gripe-close": {}, "close": {}, "gripe-speaking": {"item": ""},
    "decline-scope": {"reason": "是合同纠纷", "where": "请找法院"},
    "group-members": {"login": "luochuan"}, "group-remove": {}, "group-note": {"text": "厂区停水", "login": "zhoumin"},
    "group-paste": {"text": "周敏 2020-09-27 09:30\n厂区停水", "add": "1"}, "post-raise": {}, "post-hide": {"text": "与企业服务无关"},
    "instruct": {"text": "请三日内办结"}, "instruction-close": {},
    "instruction-answer": {"text": "今晚换好"}, "/instructions/{id}/answer": {"text": "今晚换好"},
    "instruction-again": {"text": "原因呢"}, "again": {"text": "原因呢"},
    "progress": {"text": "等电缆到货", "next_progress_on": "2020-09-30"},
    "outside-open": {"what": "请延长查验时间", "agencies": ["HGS"]}, "outside-contact": CALLED, "outside-party": {"name": "川渝燃气"},
    "outside-progress": NEWS, "outside-hand-over": {"text": "有亲属在内"}, "outside-liaison": {"liaison": "sunlan"},
    "outside-end": {"outcome": "refused", "text": "不同意"}, "/requests/{number}/outside/end": {"outcome": "refused", "text": "不同意"},
    "outside": {"what": "请延长查验时间", "parties": [{"department": "HGS"}]}, "parties": {"name": "川渝燃气"}, "contacts": CALLED,
    "papers": {**CALLED, "file": PHOTO}, "hand-over": {"text": "有亲属在内"}, "liaison": {"liaison": "sunlan"},
    "/requests/{number}/outside/progress": NEWS, "consult": CONSULT, "consult-agree": {"agree": "true"}, "agree": {"agree": "true"},
    "consult-cancel": {"reason": "一家就能办"}, "cancel": {"reason": "一家就能办"},
    "consult-arrange": MEETING, "arrange": MEETING, "consult-minutes": MINUTES, "minutes": MINUTES,
    "consult-duty-done": {}, "done": {},
    "conclude": RESULT,
    "reply": RESULT,
    "call-back": {"answer": "confirm", "text": ""},
    "note": {"text": "先问过供电所"},
    "dispute": {"text": "还有一盏不亮"},
    "reopen": {"text": "又灭了"},
    "message": {"text": "今晚有人来吗"},
    "messages": {"text": "今晚有人来吗"},
    "attach": {"text": "灯杆", "photos": PHOTO},
    "attachments": {"text": "灯杆", "file": PHOTO},
    "report-in-many": {"ids": ["{pk}"]},
    "decline": {"reason": "不归我们管", "suggest": "YJJ"},
    "extend": {"until": "2020-10-30", "reason": "电缆要等厂家排产"},
    "link": {"into": "2020-0001"},  # the first of the stories: whistled, of the same firm
    "merge": {"into": "2020-0001"},
    "unlink": {},
    "unmerge": {},
    "decide": {"accept": "true", "reason": "同意", "next_department": "YJJ"},
    "enterprise-new": {"name_zh": "新来的公司", "status": "operating"},
    "enterprise-change": {"name_zh": "江岭精铸有限公司", "status": "operating", "address": "一号路"},
    "enterprise-assign": {"specialist": "zhaolei", "reason": "调岗"}, "transfer": {"specialist": "zhaolei", "reason": "调岗"},
    "enterprise-leave-zone": {"reason": "迁往邻区"}, "leave-end": {}, "end": {},
    "leaves": {"substitute": "tangyi", "first_day": "2020-11-02", "last_day": "2020-11-06", "specialist": "chenliqun"},
    "/leaves": {"substitute": "tangyi", "from": "2020-11-02", "to": "2020-11-06", "specialist": "chenliqun"},
    "person-exempt": {"reason": "secondment", "last_day": "2020-12-31"}, "person-end-exemption": {},
    "departments": {"code": "XFD", "name_zh": "消防队"},
    "calendar-notice": {"text": NOTICE}, "calendar-accept": {"text": NOTICE},
    "calendar-free-day": {"day": "2020-09-29", "reason": "台风"},
    "calendar-free-day-accept": {"day": "2020-09-29", "reason": "台风"},
    "limits-preview": {"reply": "2", "effective_on": "2020-10-09"}, "limits-set": {"reply": "2", "effective_on": "2020-10-09"},
    "category-new": {"code": "noise", "name_zh": "噪声", "group": "life"},
    "category-change": {"name_zh": "道路交通", "group": "production", "lead": "SZJ", "co": ["JSJ"]},
    "person-new": {"login": "newcomer", "name_zh": "新人", "enterprise": "E0001", "posts": ["clerk"]},
    "person-give-post": {"post": "evaluation"},
    "person-end-post": {"post": "principal"},
    "account_login": {"login": "zhoumin", "password": "correct horse battery"},
    "account_logout": {},
    "account_change_password": {
        "oldpassword": "correct horse battery", "password1": "another horse and cart", "password2": "another horse and cart",
    },
    "account_reauthenticate": {"password": "correct horse battery"},
    "usersessions_list": {},
    "set_language": {"language": "en"},
    "set_type": {"type": "large"},
    "me-mail": {"email": "zhoumin@firm.example", "by_mail": "on"}, "person-mail": {"email": "zhoumin@firm.example"},
    "phrases": {"short": "qjl", "text": "请尽快联系我们。"}, "phrase-change": {"short": "qjl", "text": "请尽快联系我们。"},
    "phrase-delete": {}, "outbox-again": {},
    "round-keepers": {"phrase": "七只白鹤飞过青江的那个晚上", "again": "七只白鹤飞过青江的那个晚上"},
    "round-paper": {}, "round-release": {},
    "round-unseal": {"phrase": "seven white cranes"}, "unseal": {"phrase": "seven white cranes"},
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the table: what is asked, of which thing, and what each person gets."""

    method: str
    route: str
    on: str
    cells: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.on}"

    @property
    def expected(self) -> dict[str, str]:
        return dict(zip(ACTORS, self.cells, strict=True))

    @property
    def sent(self) -> dict[str, Any]:
        return SENT[self.route if self.route in SENT else self.route.rpartition("/")[2]]


def lines(table: str) -> list[Line]:
    found = []
    for row in table.splitlines():
        words = row.replace("|", " ").split()
        if words and words[0] in ("GET", "POST", "PUT"):
            found.append(Line(words[0], words[1], words[2], tuple(words[3:])))
    return found
