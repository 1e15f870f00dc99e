"""What is wrong with the file of a notice, line by line."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from liaison.rules.notice_file import Fault

FAULTS = {
    "not_text": _lazy("This is no text file. Please save it as TOML or CSV."),
    "too_long": _lazy("The file is larger than 64 KB; a notice has a few lines."),
    "not_toml": _lazy("this cannot be read as TOML. A table needs the line date,working,name."),
    "no_notice": _lazy("There is no notice in it: a [[notice]], or a table with the line date,working,name."),
    "several_notices": _lazy("a second notice begins here. Please bring in one at a time."),
    "missing": _lazy("%(given)s is missing."),
    "twice": _lazy("%(given)s stands here for the second time."),
    "unknown_word": _lazy("nobody knows “%(given)s” here. Please check the spelling."),
    "not_a_year": _lazy("“%(given)s” is no year between 1990 and 2099."),
    "not_a_date": _lazy("“%(given)s” is no date such as 2027-01-01."),
    "not_yes_or_no": _lazy("“%(given)s” says neither yes (worked) nor no (off)."),
    "not_a_source": _lazy("the number of the document is needed, 100 characters at most."),
    "not_a_span": _lazy("%(given)s: the last day lies before the first, or more than 40 days after it."),
    "published_in_future": _lazy("%(given)s has not come yet: a notice counts from its publication."),
    "accepted_before": _lazy("the notice published on %(given)s was accepted before."),
    "another_year": _lazy("%(given)s lies in quite another year than the notice."),
    "day_twice": _lazy("%(given)s is named twice."),
    "made_up_on_a_weekday": _lazy("%(given)s is no Saturday or Sunday: it cannot be made up."),
    "no_name": _lazy("%(given)s: the name of the holiday is needed, 30 characters at most."),
    "no_days": _lazy("It names no day, neither off nor worked."),
}


def fault_sentence(fault: Fault) -> str:
    """第 7 行：2027-02-22 不是周六、周日，不能补班。 / Line 7: 2027-02-22 is no Saturday or Sunday: it cannot be made up."""
    words = str(FAULTS[fault.code]) % {"given": fault.given}
    return _("Line {line}: {what}").format(line=fault.line, what=words) if fault.line else words[0].upper() + words[1:]
