"""Reading a document that was made as a Word file."""

import io
from typing import Any

import docx

from linli.kernel import journal
from linli.kernel.models import Subject


def words_of(answer: Any) -> str:
    """The text of a Word file, tables included, each paragraph a line."""
    made = docx.Document(io.BytesIO(answer.content))
    cells = [cell for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([one.text for one in made.paragraphs] + [cell.text for cell in cells])


def seal(record: Subject, verb: str) -> list[str]:
    """What the last page shows to verify the document: position and the first line of the fingerprint."""
    journal.sequence()
    found = journal.proof(record, verb)
    assert found is not None
    position, fingerprint = found
    return [f"日志序号 {position}", " ".join(fingerprint[i : i + 4] for i in range(0, 32, 4))]
