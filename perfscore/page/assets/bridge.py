"""The engine as the page's worker calls it: one function, JSON and bytes in, JSON and bytes out.

Files live in the runtime's memory only. An answer is a text of JSON and a list of byte strings that it refers to.
"""

import json
from pathlib import Path

import perfscore
from perfscore.correction import correct_file
from perfscore.report.as_json import to_json

INPUTS, OUTPUTS = Path("/input"), Path("/output")
for _folder in (INPUTS, OUTPUTS):
    _folder.mkdir(exist_ok=True)


def evaluate(values, data):
    """Evaluate one file and correct it; the corrected workbook is the first byte string."""
    path = INPUTS / values["name"]
    path.write_bytes(data.to_bytes())
    try:
        evaluation = perfscore.evaluate(path)
        (file,) = evaluation.files
        files = []
        problem = None
        if file.error is None and file.tables:
            output = OUTPUTS / (path.stem + ".xlsx")
            try:
                correct_file(path, output, file)
                files.append(output.read_bytes())
            except perfscore.PerfscoreError as error:
                problem = str(error)
            output.unlink(missing_ok=True)
        return {"evaluation": to_json(evaluation), "problem": problem}, files
    finally:
        path.unlink(missing_ok=True)


OPERATIONS = {"evaluate": evaluate}


def answer(operation, values, data):
    """Answer one message of the page."""
    result, files = OPERATIONS[operation](json.loads(values), data)
    return json.dumps(result, ensure_ascii=False), files
