"""The fields of a label layer, and how they fill themselves in while somebody draws."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsDefaultValue,
    QgsEditorWidgetSetup,
    QgsExpression,
    QgsMapLayer,
    QgsVectorLayer,
)

from poplar_nn_plugin.algorithms.layers.fields import DATE_TIME, INTEGER, TEXT
from poplar_nn_plugin.algorithms.styling.field_words import word_fields
from poplar_nn_plugin.dataset.classes import ClassMap
from poplar_nn_plugin.errors import OutputError

__all__ = ["FIELDS", "FILLED_IN", "holds_styles", "keep_style", "set_form"]

FIELDS = {
    "class": INTEGER,
    "name": TEXT,
    "group": TEXT,
    "created_by": TEXT,
    "created_at": DATE_TIME,
}
"""Name and type of each field; names are for ever."""

FILLED_IN = {
    "group": "replace(uuid(), map('{', '', '}', ''))",
    "created_by": "@user_account_name",
    "created_at": "now()",
}
"""The expressions that fill in fields of a new polygon."""


def set_form(layer: QgsVectorLayer, classes: ClassMap) -> None:
    """Make a layer's fields fill themselves in, and its class a choice from a list.

    Parameters
    ----------
    layer : QgsVectorLayer
        With the fields of `FIELDS`.
    classes : ClassMap
        Without any, the class takes any code and the name is left to the user.
    """
    fields = layer.fields()
    defaults = {
        field: QgsDefaultValue(expression)
        for field, expression in FILLED_IN.items()
        if not layer.defaultValueDefinition(fields.lookupField(field)).isValid()
    }
    if classes.codes:
        names = dict(zip(classes.names, map(str, classes.codes)))
        choices = {"map": [{name: code} for name, code in names.items()]}
        widget = QgsEditorWidgetSetup("ValueMap", choices)
        layer.setEditorWidgetSetup(fields.lookupField("class"), widget)
        cases = " ".join(
            f'WHEN "class" = {code} THEN {QgsExpression.quotedString(name)}'
            for name, code in names.items()
        )
        defaults["name"] = QgsDefaultValue(f"CASE {cases} END", True)
    word_fields(layer, FIELDS)
    for field, default in defaults.items():
        layer.setDefaultValueDefinition(fields.lookupField(field), default)


def holds_styles(layer: QgsVectorLayer) -> bool:
    """Return whether the layer's file can hold its style, as a GeoPackage can."""
    provider = layer.dataProvider()
    if Qgis.QGIS_VERSION_INT < 33400:  # later versions have lost this function for Python
        return provider.isSaveAndLoadStyleToDatabaseSupported()
    saves = Qgis.ProviderStyleStorageCapability.SaveToDatabase
    return bool(provider.styleStorageCapabilities() & saves)


def keep_style(layer: QgsVectorLayer, name: str) -> None:
    """Keep colours and form in the layer's file, as its default style.

    Parameters
    ----------
    layer : QgsVectorLayer
        Of a file that can hold styles, such as a GeoPackage.
    name : str
        Of the style; one of this name is replaced.

    Raises
    ------
    OutputError
        If the file does not take it.
    """
    # QGIS asks in a dialog before it replaces a style, so the old one goes first.
    _, ids, names, _, _ = layer.listStylesInDatabase()
    for old, its_name in zip(ids, names):
        if its_name == name:
            layer.deleteStyleFromDatabase(old)
    failure = _save_style(layer, name)
    if failure:
        path = layer.source().partition("|")[0]
        raise OutputError(f"The style of {path} cannot be kept in it: {failure}.", path=path)


def _save_style(layer: QgsVectorLayer, name: str) -> str:
    """Save the style as the default one; return what went wrong, empty where nothing did."""
    told = (name, "Poplar NN", True, "")
    if not hasattr(layer, "saveStyleToDatabaseV2"):  # QGIS 4 deprecates the other one
        return layer.saveStyleToDatabase(*told)
    outcome, failure = layer.saveStyleToDatabaseV2(*told)
    kinds = QgsMapLayer.SaveStyleResult  # what SLD cannot say is no failure: QGIS reads the QML
    lost = outcome & (kinds.QmlGenerationFailed | kinds.DatabaseWriteFailed)
    return (failure or "QGIS does not say why") if lost else ""
