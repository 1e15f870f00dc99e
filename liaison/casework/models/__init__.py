"""The tables of casework, a file for each subject."""

from .agency import AgencyFile, AgencyStep, Material, StepMove
from .consulting import Consultation, Duty, Member, ProgressNote
from .groups import ChatGroup, Gripe, GripeSession, Membership, Post
from .handling import DutyShift, Instruction, Ring, Visit
from .requests import Attachment, Extension, RequestCounter, ServiceRequest, Summons

__all__ = [
    "AgencyFile",
    "AgencyStep",
    "Attachment",
    "ChatGroup",
    "Consultation",
    "Duty",
    "DutyShift",
    "Extension",
    "Gripe",
    "GripeSession",
    "Instruction",
    "Material",
    "Member",
    "Membership",
    "Post",
    "ProgressNote",
    "RequestCounter",
    "Ring",
    "ServiceRequest",
    "StepMove",
    "Summons",
    "Visit",
]
