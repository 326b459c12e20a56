"""The tables, one file a subject; everything that is a record is append-only."""

from kaifang.store.models.audit import AuditEntry, AuditPerson
from kaifang.store.models.codes import CodeEdition
from kaifang.store.models.dispatch import Decision, Dispatch, DispatchEvent, Remark, Slip, SlipEvent
from kaifang.store.models.doors import ApiToken, Authenticator, Invitation, Login
from kaifang.store.models.events import CaseEvent, EventBatch, HeldEvent
from kaifang.store.models.files import SourceText, StoredFile
from kaifang.store.models.jobs import Job
from kaifang.store.models.messages import Delivery, Hook, Message, MessageRead
from kaifang.store.models.notices import CaseAlarm, FirmNotice
from kaifang.store.models.packs import InstalledPack, PackContent
from kaifang.store.models.people import Post, User
from kaifang.store.models.records import Batch, Record
from kaifang.store.models.rounds import SplitRound
from kaifang.store.models.submissions import Closing, Submission, SubmissionEvent
from kaifang.store.models.tasks import Task, TaskEvent

__all__ = [
    "ApiToken",
    "AuditEntry",
    "AuditPerson",
    "Authenticator",
    "Batch",
    "CaseAlarm",
    "CaseEvent",
    "Closing",
    "CodeEdition",
    "Decision",
    "Delivery",
    "Dispatch",
    "DispatchEvent",
    "EventBatch",
    "FirmNotice",
    "HeldEvent",
    "Hook",
    "InstalledPack",
    "Invitation",
    "Job",
    "Login",
    "Message",
    "MessageRead",
    "PackContent",
    "Post",
    "Record",
    "Remark",
    "Slip",
    "SlipEvent",
    "SourceText",
    "SplitRound",
    "StoredFile",
    "Submission",
    "SubmissionEvent",
    "Task",
    "TaskEvent",
    "User",
]
