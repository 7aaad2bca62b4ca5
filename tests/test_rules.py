"""Every example and every phrase of the shipped rules is a test of its own."""

import pytest

from replycheck.selftest import Examples

EXAMPLES = Examples()


@pytest.mark.parametrize("example", list(EXAMPLES), ids=lambda example: example.name)
def test_example(example):
    assert EXAMPLES.problem(example) is None
