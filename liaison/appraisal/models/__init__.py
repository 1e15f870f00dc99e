"""The tables of appraisal, a file for each subject."""

from .ballots import Ballot, BallotToken, OpenedBallot
from .findings import EffortFinding, MeritExclusion, PanelSeat, Review
from .papers import Paper
from .replacing import Replacement
from .rounds import Keeper, Opening, Peeled, RollLine, Round, WrappedKey
from .watching import Alarm, Complaint, Watch

__all__ = [
    "Alarm",
    "Ballot",
    "BallotToken",
    "Complaint",
    "EffortFinding",
    "Keeper",
    "MeritExclusion",
    "OpenedBallot",
    "Opening",
    "PanelSeat",
    "Paper",
    "Peeled",
    "Replacement",
    "Review",
    "RollLine",
    "Round",
    "Watch",
    "WrappedKey",
]
