"""A library loads a folder quietly, and what it says of a broken one becomes our sentence."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from scenescore.core.errors import UnavailableError
from scenescore.neural.loading import loading, whole


class Logging:
    level, has_bar = 30, True

    def get_verbosity(self):
        return self.level

    def set_verbosity(self, level):
        self.level = level

    def set_verbosity_error(self):
        self.level = 40

    def disable_progress_bar(self):
        self.has_bar = False


@pytest.fixture
def library():
    return SimpleNamespace(utils=SimpleNamespace(logging=Logging()))


def test_a_library_is_quiet_while_it_loads_and_as_it_was_afterwards(library, tmp_path):
    says = library.utils.logging
    with loading(tmp_path, "musicgen", library):
        assert (says.level, says.has_bar) == (40, False)
    assert says.level == 30
    with pytest.raises(UnavailableError), loading(tmp_path, "musicgen", library):
        raise OSError("no header")
    assert says.level == 30


def test_a_folder_that_cannot_be_loaded_is_named_with_the_first_line_of_why(library, tmp_path):
    with pytest.raises(UnavailableError) as problem, loading(tmp_path, "gemma", library):
        raise ValueError("the header is broken\nand much more that nobody reads")
    assert (
        problem.value.message == f"the model in {tmp_path} cannot be loaded: the header is broken"
    )
    assert "gemma.model" in problem.value.hint
    assert isinstance(problem.value.__cause__, ValueError)


def test_a_stop_is_no_fault_of_the_folder(library, tmp_path):
    with pytest.raises(KeyboardInterrupt), loading(tmp_path, "gemma", library):
        raise KeyboardInterrupt


class Model:
    def named_parameters(self):
        return [("a.weight", None), ("b.weight", None)]


def test_a_model_whose_file_lacks_weights_is_refused_and_they_are_named():
    whole_one = Model(), {"missing_keys": ["places"]}  # no weight: it is worked out
    assert whole(whole_one) is whole_one[0]
    with pytest.raises(ValueError, match=r"Model lacks 2 of its weights: a\.weight, \.\.\."):
        whole((Model(), {"missing_keys": {"b.weight", "a.weight"}}))
