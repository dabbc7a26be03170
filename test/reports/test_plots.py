import base64

from poplar_nn_plugin.reports.plots import confusion_figure


def test_right_is_green_and_wrong_is_amber_whatever_the_matplotlib():
    address = confusion_figure([[9, 0], [9, 0]], ("oak", "beech"))

    picture = base64.b64decode(address.partition(",")[2]).decode()
    assert "fill: #0f4534" in picture
    assert "fill: #7a430b" in picture
