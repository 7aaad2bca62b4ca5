"""What the server counts, for Prometheus. Labels come from closed sets: no text of a draft can be among them."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest

from replycheck.model import Decision, Report

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The counts of one server."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "replycheck_requests",
            "Requests by method, endpoint and status; 499: the caller went away.",
            ("method", "endpoint", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "replycheck_request_seconds",
            "How long requests took, waiting included.",
            ("endpoint",),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._verdicts = Counter(
            "replycheck_verdicts", "Checked drafts by verdict.", ("verdict",), registry=self._registry
        )
        self._findings = Counter(
            "replycheck_findings",
            "Findings by rule, suppressed ones left out.",
            ("rule",),
            registry=self._registry,
        )
        self._incomplete = Counter(
            "replycheck_incomplete",
            "Drafts that were not checked to their end, for want of time or because the check failed.",
            registry=self._registry,
        )
        self.in_flight = Gauge(
            "replycheck_requests_in_flight", "Requests not answered yet.", registry=self._registry
        )
        self.rejected = Counter(
            "replycheck_rejected",
            "Refused: token (none, or a wrong one), body or text (too long), slow (a body that does not arrive), "
            "queue (too many waiting), turn (did not come in time).",
            ("reason",),
            registry=self._registry,
        )

    def request(self, method: str, endpoint: str, status: int, seconds: float) -> None:
        """Count an answered request."""
        self._requests.labels(method, endpoint, str(status)).inc()
        self._seconds.labels(endpoint).observe(seconds)

    def report(self, report: Report) -> None:
        """Count what was found in a draft."""
        self._verdicts.labels(report.verdict).inc()
        for finding in report.findings:
            if finding.suppressed is None:
                self._findings.labels(finding.rule).inc()
        if report.incomplete:
            self._incomplete.inc()

    def decision(self, decision: Decision) -> None:
        """Count a decision."""
        if decision.report is not None:
            self.report(decision.report)
        else:
            self._verdicts.labels(decision.verdict).inc()
            self._incomplete.inc()

    def page(self) -> bytes:
        """All counts, as Prometheus reads them."""
        return generate_latest(self._registry)
