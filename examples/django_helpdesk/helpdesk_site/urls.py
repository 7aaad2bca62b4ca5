"""The helpdesk's own addresses, and the gate in the place of the one that takes replies."""

from django.contrib import admin
from django.urls import include, path

from reply_gate.views import GatedUpdateView

urlpatterns = [
    path("tickets/<int:ticket_id>/update/", GatedUpdateView.as_view()),
    path("", include("helpdesk.urls", namespace="helpdesk")),
    path("admin/", admin.site.urls),
]
