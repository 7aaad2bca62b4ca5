"""What the package promises to export."""

from types import ModuleType

import pytest

import replycheck


@pytest.mark.parametrize("name", replycheck.__all__)
def test_exported_name_can_be_imported(name):
    assert getattr(replycheck, name) is not None


def test_names_of_the_design():
    promised = (
        "check_reply switch_address Checker Policy Context Report Switch Finding Fix Edit load_pipeline"
    )
    assert set(promised.split()) <= set(replycheck.__all__)


@pytest.mark.parametrize("name", replycheck.__all__)
def test_no_module_takes_the_place_of_an_exported_name(name):
    replycheck.check_reply("Hei!")  # imports every module
    assert not isinstance(getattr(replycheck, name), ModuleType)


def test_unknown_name():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        replycheck.nothing  # noqa: B018
