"""What persons decided about scores and remarks: read from reviewed workbooks and files, and put in force.

A decision belongs to content, not to a cell: `subjects` says what it is about, `reading` takes it from 复核说明 or
JSON, `applying` puts it in force where the texts on which it was taken still stand.
"""

from perfscore.decisions.applying import apply
from perfscore.decisions.reading import SCHEMA, decided, dumps, read
from perfscore.decisions.subjects import Ruling, Subject, subjects

__all__ = ["SCHEMA", "Ruling", "Subject", "apply", "decided", "dumps", "read", "subjects"]
