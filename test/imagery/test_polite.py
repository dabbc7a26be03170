import pytest

from poplar_nn_plugin.errors import Cancelled, ServiceError
from poplar_nn_plugin.imagery.polite import Polite
from poplar_nn_plugin.imagery.transport import Answer
from poplar_nn_plugin.progress import Silent

HOST = "https://maps.here/"


class Script(Silent):
    """A transport and its clock: every look takes 0.1 s, all that is under way comes at once."""

    def __init__(self, answers=()):
        self.now, self.answers = 0.0, dict(answers)
        self.under_way, self.sent, self.most, self.said = [], [], 0, []
        self.stopped = self.cancel = False

    def start(self, url):
        self.sent.append((url, self.now))
        self.under_way.append(url)
        self.most = max(self.most, len(self.under_way))

    def answered(self, seconds):
        self.now += seconds
        come, self.under_way = self.under_way, []
        return [(url, self.answers.get(url, [Answer(200, b"x")]).pop(0)) for url in come]

    def stop(self):
        self.stopped = True

    def message(self, text):
        self.said.append(text)

    def cancelled(self):
        return self.cancel


def polite(script, at_once=2):
    return Polite(script, script, at_once, clock=lambda: script.now)


def test_few_are_under_way_and_none_is_lost():
    script = Script()
    asked = polite(script)
    urls = [f"{HOST}{number}" for number in range(7)]
    for url in (*urls, urls[0]):
        asked.ask(url)

    found = [asked.take()[0] for _ in urls]

    assert sorted(found) == urls
    assert script.most == 2
    assert asked.sent == 7


def test_a_busy_server_is_given_time_twice_as_long_each_time():
    url = f"{HOST}a"
    script = Script({url: [Answer(503)] * 3 + [Answer(200, b"x")]})

    assert polite(script).get(url).body == b"x"

    times = [when for _, when in script.sent]
    waits = [round(b - a, 1) for a, b in zip(times, times[1:])]
    assert waits == [pytest.approx(w, abs=0.2) for w in (1.1, 2.1, 4.1)]
    assert len(script.said) == 1


@pytest.mark.parametrize("wait", ["7", "Wed, 21 Oct 2015 07:28:00 GMT", "soon"])
def test_what_retry_after_says_counts(wait):
    url = f"{HOST}a"
    script = Script({url: [Answer(429, retry_after=wait), Answer(200, b"x")]})

    polite(script).get(url)

    assert script.sent[1][1] == pytest.approx(7.1 if wait == "7" else 1.1, abs=0.2)


def test_nothing_else_is_sent_while_a_server_is_given_time():
    first, second = f"{HOST}a", f"{HOST}b"
    script = Script({first: [Answer(503), Answer(200, b"x")]})
    asked = polite(script, at_once=1)
    asked.ask(first)
    asked.ask(second)

    assert [asked.take()[0] for _ in range(2)] == [first, second]
    assert [url for url, _ in script.sent] == [first, first, second]
    assert script.sent[2][1] > 1


def test_a_refusal_is_an_answer():
    url = f"{HOST}a"

    assert polite(Script({url: [Answer(404)]})).get(url).status == 404


def test_no_answer_at_all_is_an_error_in_the_end():
    url = f"{HOST}a?key=1"
    script = Script({url: [Answer(0, error="Connection refused")] * 9})

    with pytest.raises(ServiceError, match=r"^maps.here .*Connection refused\), tried 6 times"):
        polite(script).get(url)


def test_cancel_is_looked_for_all_the_time():
    script = Script({f"{HOST}a": [Answer(503, retry_after="500")] * 9})
    asked = polite(script)
    asked.ask(f"{HOST}a")
    script.cancel = True

    with pytest.raises(Cancelled):
        asked.take()
