import pickle

import pytest

from scenescore.core import errors
from scenescore.core.errors import Cancelled, MissingExtraError, ScenescoreError
from scenescore.core.progress import Run


def _all_errors():
    found, waiting = [], [ScenescoreError]
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting += kind.__subclasses__()
    return found


@pytest.mark.parametrize("kind", _all_errors(), ids=lambda kind: kind.__name__)
def test_every_error_is_in_the_drawn_tree_with_a_contract_exit_code(kind):
    assert kind.__name__ in (errors.__doc__ or "")
    assert kind.exit_code in {2, 65, 66, 69, 70, 73, 75, 77}


def test_an_error_survives_the_way_from_a_worker():
    sent = MissingExtraError("the player 'x'", "fluid", "sampled")
    back = pickle.loads(pickle.dumps(sent))
    assert (type(back), back.message, back.hint) == (type(sent), sent.message, sent.hint)


def test_a_nested_run_reports_its_stretch_of_the_whole():
    seen = []
    run = Run(lambda event: seen.append(round(event.part, 3)))
    inner = run.within(0.2, 0.6)
    inner.report("half", 0.5)
    inner.within(0.5, 1.0).report("end", 1.0)
    assert seen == [0.4, 0.6]


def test_a_cancelled_run_stops_at_its_next_report_everywhere():
    run = Run()
    inner = run.within(0.0, 0.5)
    inner.report("going", 0.1)
    run.cancel()
    with pytest.raises(Cancelled):
        inner.report("going", 0.2)


def test_progress_uses_the_clock_it_is_given():
    ticks = iter([10.0, 12.5])
    seen = []
    Run(seen.append, clock=lambda: next(ticks)).report("a", 0.5)
    assert seen[0].at_s == 2.5
