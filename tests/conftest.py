"""What holds for every test."""

from hypothesis import settings

# A machine that does other things as well is no fault of a property: speed is measured in bench/.
settings.register_profile("replycheck", deadline=None)
settings.load_profile("replycheck")
