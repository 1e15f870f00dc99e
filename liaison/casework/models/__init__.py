"""The tables of casework, a file for each subject."""

from .agency import AgencyFile, AgencyStep, Material, StepMove
from .common import CommonPart, CommonWork, MeToo, NotCommon, TypicalCase
from .consulting import Consultation, Duty, Member, ProgressNote
from .groups import ChatGroup, Gripe, GripeSession, Membership, Post
from .guidance import Citation, Measure, MeasureVersion, Point
from .handling import DutyShift, Instruction, Ring, Visit
from .outside import OutsideContact, OutsideMatter, OutsideParty
from .requests import Attachment, Extension, RequestCounter, ServiceRequest, Summons

__all__ = [
    "AgencyFile",
    "AgencyStep",
    "Attachment",
    "ChatGroup",
    "Citation",
    "CommonPart",
    "CommonWork",
    "Consultation",
    "Duty",
    "DutyShift",
    "Extension",
    "Gripe",
    "GripeSession",
    "Instruction",
    "Material",
    "MeToo",
    "Measure",
    "MeasureVersion",
    "Member",
    "Membership",
    "NotCommon",
    "OutsideContact",
    "OutsideMatter",
    "OutsideParty",
    "Point",
    "Post",
    "ProgressNote",
    "RequestCounter",
    "Ring",
    "ServiceRequest",
    "StepMove",
    "Summons",
    "TypicalCase",
    "Visit",
]
