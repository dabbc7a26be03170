"""Poplar NN: from an image and a few labelled polygons to a map that can be trusted."""


def classFactory(iface):
    """Return the plugin; QGIS calls this once, when it loads the plugin.

    Parameters
    ----------
    iface : QgisInterface or None
        None under ``qgis_process``.

    Returns
    -------
    PoplarPlugin
    """
    from poplar_nn_plugin.plugin import PoplarPlugin

    return PoplarPlugin(iface)
