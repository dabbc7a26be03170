"""Fields of QGIS layers, their types in the words of the QGIS and Qt that run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.core import Qgis, QgsFeature, QgsField, QgsFields

__all__ = [
    "DATE_TIME",
    "INTEGER",
    "LONG",
    "REAL",
    "TEXT",
    "as_fields",
    "field_value",
    "kept_fields",
    "new_field",
]

if Qgis.QGIS_VERSION_INT >= 33800:  # which deprecates QVariant's types; Qt 6 has none
    from qgis.PyQt.QtCore import QMetaType

    _TYPES = QMetaType.Type
    TEXT, DATE_TIME = _TYPES.QString, _TYPES.QDateTime
else:
    from qgis.PyQt.QtCore import QVariant

    _TYPES = QVariant.Type
    TEXT, DATE_TIME = _TYPES.String, _TYPES.DateTime
INTEGER, LONG, REAL = _TYPES.Int, _TYPES.LongLong, _TYPES.Double


def new_field(name: str, kind: int, length: int = 0) -> QgsField:
    """Return a field of one of the types above, with at most `length` letters where it is given."""
    return QgsField(name, kind, len=length)


def as_fields(kinds: Mapping[str, int]) -> QgsFields:
    """Return the fields of these names and types."""
    fields = QgsFields()
    for name, kind in kinds.items():
        fields.append(new_field(name, kind))
    return fields


def field_value(value):
    """Return a field's value, None for SQL's NULL (which PyQt gives as an invalid QVariant)."""
    return None if value is None or (hasattr(value, "isNull") and value.isNull()) else value


def kept_fields(fields: QgsFields, features: Sequence[QgsFeature], but: Sequence[str] = ()):
    """Return the fields of a layer that can be written again, but those of some names.

    The ids of a GeoPackage (``fid``) are left out where they are not ids any more: features that
    are drawn and not saved have none yet, and merged layers have some twice.

    Returns
    -------
    list of QgsField
    """
    left_out = list(but)
    place = fields.lookupField("fid")
    if place >= 0:
        ids = {feature.attribute(place) for feature in features}
        if len(ids) < len(features) or not all(isinstance(number, int) for number in ids):
            left_out.append("fid")
    return [field for field in fields if field.name().lower() not in left_out]
