import pytest

pytestmark = pytest.mark.worker


@pytest.fixture(scope="module")
def found(in_worker):
    return in_worker("side_by_side")


def test_every_task_is_done_and_the_bar_never_runs_back(found):
    assert found["numbers"] == [0, 1, 2, 3]
    assert found["fractions"] == sorted(found["fractions"])
    assert found["fractions"][-1] == 1


def test_each_process_has_its_share_of_the_cores_and_a_gpu_of_its_own(found):
    one, other = found["gpus"]

    assert one[1:3] == other[1:3] == ["3", "3"]
    assert one[0] != other[0]
    assert {one[3], other[3]} == {"5", "7"}


def test_without_gpus_a_process_sees_what_there_is(found):
    assert found["alone"] == ["1", "1", None]


def test_a_warning_is_passed_on_once_with_the_task_and_nothing_else_is(found):
    assert found["said"] == ["Warning: task 0: dark", "Warning: task 2: wide"]


def test_an_error_names_its_task(found):
    assert found["ours"] == ["DatasetError", "task 0: no patches of oak."]
    assert found["untitled"] == ["DatasetError", "no patches of oak."]


def test_a_bug_shows_where_it_is(found):
    assert found["bug"] == ["a bug", True]


def test_what_a_killed_process_had_to_do_is_done_by_another(found):
    assert found["killed"] == {"0": "done", "1": "done", "2": "done"}
    (said,) = found["killed_said"]
    assert said.startswith("Warning: task 0: the process was ended from outside")
    assert said.endswith("It will be done again; from here on 1 at a time.")
    assert found["killed_fractions"] == sorted(found["killed_fractions"])


def test_processes_killed_while_they_had_nothing_to_do_are_not_counted_on(found):
    one, both = found["idle"]

    assert one["error"] == ["none", ""]
    assert 1 <= len(one["said"]) <= 2
    assert all("ended from outside" in said for said in one["said"])
    assert both["error"][0] == "WorkerError"
    assert "choose a lighter kind of model" in both["error"][1]


def test_the_end_of_the_last_process_is_an_error_that_says_what_to_do(found):
    name, message = found["last"]

    assert name == "WorkerError"
    assert "choose a lighter kind of model" in message


def test_cancel_ends_all_processes_at_once(found):
    assert found["cancelled"][0] == "Cancelled"
    assert found["cancel_seconds"] < 20  # of the 60 that a task would take
    assert found["children"] == 0


def test_a_process_whose_parent_was_killed_ends_by_itself(found):
    assert found["orphan_ends"]


def test_a_process_deaf_in_a_library_goes_with_its_killed_parent(found):
    assert found["deaf_runs"]
    assert found["deaf_ends"]


def test_the_first_task_shows_its_memory_then_others_begin_beside_it(found):
    room = found["trials"]["room"]
    (first, ended, process, _), *others = room["tasks"]

    assert len(room["needs"]) == 1
    assert all(begun > first + 0.3 for begun, *_ in others)
    assert min(begun for begun, *_ in others) < ended
    assert len({process, *(task[2] for task in others)}) == 2


def test_memory_is_that_of_the_task_and_mapped_files_do_not_count(found):
    ((little,), (much,)) = (found["trials"][case]["needs"] for case in ("room", "less"))

    assert 150 < much - little < 250
    assert little < 150


@pytest.mark.parametrize(("case", "cores", "processes"), [("less", "3", 2), ("little", "2", 1)])
def test_where_others_share_the_cores_the_first_begins_again_as_they_do(
    found, case, cores, processes
):
    tasks = found["trials"][case]["tasks"]

    assert {task[3] for task in tasks} == {cores}
    assert len({task[2] for task in tasks}) == processes
