"""The tables of casework, a file for each subject."""

from .agency import AgencyFile, AgencyStep, Material, StepMove
from .consulting import Consultation, Duty, Member, ProgressNote
from .groups import ChatGroup, Gripe, GripeSession, Membership, Post
from .guidance import Citation, Measure, MeasureVersion, Point
from .handling import DutyShift, Instruction, Ring, Visit
from .requests import Attachment, Extension, RequestCounter, ServiceRequest, Summons

__all__ = [
    "AgencyFile",
    "AgencyStep",
    "Attachment",
    "ChatGroup",
    "Citation",
    "Consultation",
    "Duty",
    "DutyShift",
    "Extension",
    "Gripe",
    "GripeSession",
    "Instruction",
    "Material",
    "Measure",
    "MeasureVersion",
    "Member",
    "Membership",
    "Point",
    "Post",
    "ProgressNote",
    "RequestCounter",
    "Ring",
    "ServiceRequest",
    "StepMove",
    "Summons",
    "Visit",
]
