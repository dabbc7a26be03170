"""Tiny jobs for the tests of the worker; they run in the worker's Python."""

_GOOD = (
    "add count compute echo environment identity murmur noise numpy_version ragged said spawn wait "
    "warn"
)
_BAD = (
    "choke crash deaf deafer derived die divide doze exhaust lacks leave panic refuse shout spoil "
    "stop_by_itself unloadable"
)
JOBS = {
    name: name
    for module, names in (("good", _GOOD), ("bad", _BAD))
    for name in (f"{module}.{function}" for function in names.split())
}
