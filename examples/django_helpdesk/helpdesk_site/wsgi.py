"""The WSGI application. The language model is loaded here, so that no agent waits for it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk_site.settings")
application = get_wsgi_application()

from reply_gate.gate import warm_up  # noqa: E402  (needs the settings)

warm_up()
