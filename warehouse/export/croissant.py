"""The description of an export's Parquet files in Croissant 1.0, MLCommons' JSON-LD.

Search engines for data sets and loaders of machine learning read it. Here must not be files.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from warehouse.export.data_package import DESCRIPTION, NAME, TITLE, ExportedFile
from warehouse.export.tables import ExportedColumn

CONTEXT: Final = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification prescribes."""

TYPES: Final = {
    "VARCHAR": "sc:Text",
    "BIGINT": "sc:Integer",
    "DOUBLE": "sc:Float",
    "BOOLEAN": "sc:Boolean",
    "DATE": "sc:Date",
}


def croissant(files: Sequence[ExportedFile], release: int | None) -> dict[str, Any]:
    """The content of `croissant.json`: each Parquet file and the records in it."""
    described = [file for file in files if not file.is_csv]
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": NAME,
        "alternateName": TITLE,
        "description": DESCRIPTION,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        **({} if release is None else {"version": f"{release}.0.0"}),
        "distribution": [_file_object(file) for file in described],
        "recordSet": [_record_set(file) for file in described],
    }


def _file_object(file: ExportedFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "description": file.table.meaning,
        "contentUrl": file.path,
        "contentSize": f"{file.size_bytes} B",
        "encodingFormat": "application/x-parquet",
        "sha256": file.sha256,
    }


def _record_set(file: ExportedFile) -> dict[str, Any]:
    name = file.table.full_name
    key = [{"@id": f"{name}.{column}"} for column in file.table.key]
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": file.table.meaning,
        **({"key": key} if key else {}),
        "field": [_field(file, column) for column in file.table.columns],
    }


def _field(file: ExportedFile, column: ExportedColumn) -> dict[str, Any]:
    identifier = f"{file.table.full_name}.{column.name}"
    referred = {"field": {"@id": column.references}} if column.references else None
    return {
        "@type": "cr:Field",
        "@id": identifier,
        "name": column.name,
        "description": column.meaning,
        "dataType": TYPES.get(column.type, "sc:Text"),
        "source": {"fileObject": {"@id": file.path}, "extract": {"column": column.name}},
        **({"references": referred} if referred else {}),
    }
