"""Executes a notebook from its first cell to its last: `execute.py NOTEBOOK FOLDER` writes the copy and its pictures."""

from __future__ import annotations

import base64
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

SECONDS_A_CELL = 600


def main(source: Path, folder: Path) -> None:
    notebook = nbformat.read(source, as_version=4)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        NotebookClient(notebook, timeout=SECONDS_A_CELL, kernel_name="python3").execute()
    except CellExecutionError as error:
        sys.exit(f"{source.name}: a cell failed\n{error}")
    finally:
        nbformat.write(notebook, folder / source.name)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            print_text(output)
            keep_picture(output, folder / f"{source.stem}-{cell.id}.png")


def print_text(output: nbformat.NotebookNode) -> None:
    if output.output_type == "stream" and output.name == "stdout":
        print(output.text, end="")


def keep_picture(output: nbformat.NotebookNode, file: Path) -> None:
    picture = output.get("data", {}).get("image/png")
    if picture:
        file.write_bytes(base64.b64decode(picture))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
