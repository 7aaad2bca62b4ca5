"""Check one reply before it is sent: python examples/check_reply.py"""

from replycheck import check_reply

DRAFT = "Hei! Lähetä kuva laskustasi, niin tarkistan asian. Ette ilmeisesti lukenut ohjeita."

report = check_reply(
    DRAFT,
    policy={"address": "formal"},
    context={"channel": "chat", "customer": "Hei, laskussani on maksu, jota en tunnista."},
)

print(f"Verdict: {report.verdict}")
for finding in report.findings:
    print(f"  {finding.category}: {finding.text!r} at {finding.start}–{finding.end}: {finding.message}")
    for fix in finding.fixes:
        print(f"    {fix.applicability} fix: {fix.title}")
print(f"With every safe fix: {report.fixed}")
