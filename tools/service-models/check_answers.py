"""Reads recorded answers, one as JSON a line, and prints what the services' models do not allow, one finding a line.

An answer is {"service", "operation", "status", "headers", "body" (base64)}.
"""

from __future__ import annotations

import base64
import json
import re
import sys
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from botocore import parsers, session

# Errors that every service has and no model lists.
UNLISTED = {
    "ValidationException",
    "UnknownOperationException",
    "SerializationException",
    "ThrottlingException",
    "NotImplemented",
    "ResourceNotFoundException",
}
# S3 lists hardly any of its errors; these are in its reference.
OF_S3 = {
    "NoSuchKey", "NoSuchBucket", "NoSuchUpload", "NotImplemented", "InvalidPart", "InvalidRange", "InvalidRequest",
    "BadDigest", "MalformedXML", "PreconditionFailed", "EntityTooSmall", "InvalidArgument", "NotFound",
}  # fmt: skip

SCALARS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "character": (str,),
    "blob": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "long": (int,),
    "float": (int, float),
    "double": (int, float),
    "timestamp": (int, float),
}


def check_value(shape: Any, value: Any, path: str) -> Iterator[str]:
    """What a JSON value has that its shape does not allow."""
    if shape.type_name == "structure":
        yield from check_structure(shape, value, path)
    elif shape.type_name == "list":
        yield from check_list(shape, value, path)
    elif shape.type_name == "map":
        yield from check_map(shape, value, path)
    else:
        yield from check_scalar(shape, value, path)


def check_structure(shape: Any, value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path} is {value!r}, no structure"
        return
    for name in shape.required_members:
        if value.get(name) is None:
            yield f"{path} has no {name}"
    for name, member in value.items():
        if name not in shape.members:
            yield f"{path} has {name}, which {shape.name} does not"
        else:
            yield from check_value(shape.members[name], member, f"{path}.{name}")


def check_list(shape: Any, value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{path} is {value!r}, no list"
        return
    yield from check_size(shape, len(value), path)
    for index, member in enumerate(value):
        yield from check_value(shape.member, member, f"{path}[{index}]")


def check_map(shape: Any, value: Any, path: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{path} is {value!r}, no map"
        return
    yield from check_size(shape, len(value), path)
    for name, member in value.items():
        yield from check_value(shape.key, name, f"{path} key {name}")
        yield from check_value(shape.value, member, f"{path}.{name}")


def check_scalar(shape: Any, value: Any, path: str) -> Iterator[str]:
    is_wrong_truth = isinstance(value, bool) and shape.type_name != "boolean"
    if is_wrong_truth or not isinstance(value, SCALARS[shape.type_name]):
        yield f"{path} is {value!r}, no {shape.type_name}"
    elif isinstance(value, str):
        yield from check_text(shape, value, path)
    elif shape.type_name in ("integer", "long"):
        yield from check_size(shape, value, path)


def check_text(shape: Any, value: str, path: str) -> Iterator[str]:
    yield from check_size(shape, len(value), path)
    choices = shape.metadata.get("enum")
    if choices and value not in choices:
        yield f"{path} is {value!r}, and {shape.name} is one of {', '.join(choices)}"
    pattern = shape.metadata.get("pattern")
    if pattern and not matches(pattern, value):
        yield f"{path} is {value!r}, which does not match {pattern}"


def check_size(shape: Any, size: int, path: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        yield f"{path} has a size of {size}, and {shape.name} at least {least}"
    if most is not None and size > most:
        yield f"{path} has a size of {size}, and {shape.name} at most {most}"


def matches(pattern: str, value: str) -> bool:
    """Patterns are Java's: one that Python cannot read is not held against anybody."""
    try:
        return re.fullmatch(pattern, value, re.DOTALL) is not None
    except re.error:
        return True


def check_xml(shape: Any, node: ElementTree.Element, path: str) -> Iterator[str]:
    """Elements of an XML body that its shape has no place for."""
    if shape.type_name == "list":
        for child in node:
            yield from check_xml(shape.member, child, f"{path}.{tag(child)}")
    elif shape.type_name == "structure":
        places = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        for child in node:
            member = places.get(tag(child))
            if member is None:
                yield f"{path} has the element {tag(child)}, which {shape.name} does not"
            else:
                flat = member.type_name == "list" and member.serialization.get("flattened")
                yield from check_xml(member.member if flat else member, child, f"{path}.{tag(child)}")
    elif shape.metadata.get("enum") and node.text not in shape.metadata["enum"]:
        yield f"{path} is {node.text!r}, and {shape.name} is one of {', '.join(shape.metadata['enum'])}"


def tag(node: ElementTree.Element) -> str:
    return node.tag.rpartition("}")[2]


def check_parsed(operation: Any, answer: dict[str, Any], body: bytes, path: str) -> Iterator[str]:
    """An answer by headers and payload: read as botocore reads it, every required member has to come out."""
    protocol = operation.service_model.metadata["protocol"]
    shape = operation.output_shape
    if shape is None:
        return
    # A blob that is streamed is given to whoever called, as it is.
    parser = parsers.create_parser(protocol)
    response = {"status_code": answer["status"], "headers": answer["headers"], "body": body}
    parsed = parser.parse(response, shape)
    for name in shape.required_members:
        if parsed.get(name) is None:
            yield f"{path} has no {name}"
    in_body = shape.serialization.get("payload") is None and protocol == "rest-xml" and body
    if in_body:
        yield from check_xml(shape, ElementTree.fromstring(body), path)  # noqa: S314


def check_error(operation: Any, answer: dict[str, Any], body: bytes, path: str) -> Iterator[str]:
    service = operation.service_model
    if service.metadata["protocol"] == "rest-xml":
        if body and ElementTree.fromstring(body).findtext("Code") not in OF_S3:  # noqa: S314
            yield f"{path} is an error that S3 does not have: {body!r}"
        return
    told = json.loads(body)
    code = str(answer["headers"].get("x-amzn-errortype") or told.get("__type")).rpartition("#")[2]
    listed = {shape.metadata.get("error", {}).get("code", shape.name) for shape in operation.error_shapes}
    names = listed | {shape.name for shape in operation.error_shapes}
    if code not in names | UNLISTED:
        yield f"{path} is refused with {code}, which the operation does not know: {sorted(names)}"
    if not (told.get("message") or told.get("Message")):
        yield f"{path} is refused with {code} and without a word"


def check(models: Any, answer: dict[str, Any]) -> Iterator[str]:
    service = models.get_service_model(answer["service"])
    operation = service.operation_model(answer["operation"])
    path = f"{answer['service']}.{answer['operation']}"
    body = base64.b64decode(answer["body"])
    if answer["status"] >= 400:
        yield from check_error(operation, answer, body, path)
    elif service.metadata["protocol"] == "json":
        told = json.loads(body) if body else {}
        if operation.output_shape is None:
            if told:
                yield f"{path} answers {told!r}, where nothing is answered"
        else:
            yield from check_structure(operation.output_shape, told, path)
    else:
        yield from check_parsed(operation, answer, body, path)


class Models:
    """The service models that botocore brings, each read once."""

    def __init__(self) -> None:
        self._session = session.get_session()
        self._read: dict[str, Any] = {}

    def get_service_model(self, service: str) -> Any:
        if service not in self._read:
            self._read[service] = self._session.get_service_model(service)
        return self._read[service]


def main() -> None:
    models = Models()
    for line in sys.stdin:
        for finding in check(models, json.loads(line)):
            print(finding)


if __name__ == "__main__":
    main()
