"""The ledger, to be read."""

from django.contrib import admin

from reply_gate.models import Override


@admin.register(Override)
class OverrideAdmin(admin.ModelAdmin):
    """Which rules annoy, and why."""

    list_display = ("time", "rule", "reason")
    list_filter = ("rule", "reason")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
