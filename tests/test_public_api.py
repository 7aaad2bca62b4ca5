"""What the package promises to export."""

import pytest

import replycheck


@pytest.mark.parametrize("name", replycheck.__all__)
def test_exported_name_can_be_imported(name):
    assert getattr(replycheck, name) is not None


def test_names_of_the_design():
    promised = "check_reply Checker Policy Context Report Finding Fix Edit load_pipeline"
    assert set(promised.split()) <= set(replycheck.__all__)


def test_unknown_name():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        replycheck.nothing  # noqa: B018
