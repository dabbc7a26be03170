"""A process speaks English until it is told another language."""

import pytest

from poplar_nn_plugin.language.current import catalogue, figure, language, say, speak


@pytest.fixture(autouse=True)
def english_again():
    yield
    speak("")


def test_it_speaks_english_at_first():
    assert language() == ""
    assert catalogue() is None
    assert say("No problem was found.") == "No problem was found."
    assert figure("1.5") == "1.5"


@pytest.mark.parametrize("locale", ["fr", "fr_FR", "fr_CA"])
def test_it_speaks_french_wherever_that_is_spoken(locale):
    speak(locale)

    assert language() == "fr"
    assert say("No problem was found.") == "Aucun problème n'a été trouvé."
    assert figure("1.5") == "1,5"


@pytest.mark.parametrize("locale", ["xx_XX", "en_US", "", "../fr", "C"])
def test_it_speaks_english_where_it_does_not_know_the_language(locale):
    speak("fr")
    speak(locale)

    assert say("No problem was found.") == "No problem was found."
