"""What is kept about people, why and how long; and who saw and changed what."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from parcours.people.domain.auditing import in_words, note
from parcours.people.domain.keeping import days_kept, keepers
from parcours.people.forms import RetentionForm
from parcours.people.http import MemberRequest, may
from parcours.people.models import AuditEntry, Erasure, Retention

_PER_PAGE = 100


@may("see audit")
@require_GET
def register(request: MemberRequest) -> HttpResponse:
    rows = [(keeper, days_kept(keeper)) for keeper in keepers()]
    context = {"rows": rows, "erasures": Erasure.objects.count()}
    return render(request, "people/register.html", context)


@may("manage members")
@require_POST
def retention(request: MemberRequest, key: str) -> HttpResponse:
    if key not in {keeper.key for keeper in keepers()}:
        raise Http404
    form = RetentionForm(request.POST)
    if form.is_valid():
        days = form.cleaned_data["days"]
        Retention.objects.update_or_create(keeper=key, defaults={"days": days})
        note(request.user, "retention.changed", f"keeper/{key}", detail=str(days or "-"))
    return redirect("people:register")


@may("see audit")
@require_GET
def audit(request: MemberRequest) -> HttpResponse:
    subject = request.GET.get("subject", "")
    entries = AuditEntry.objects.select_related("by")
    entries = entries.filter(subject__startswith=subject) if subject else entries
    page = Paginator(entries, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "entries": [(each, in_words(each.action)) for each in page],
        "subject": subject,
    }
    return render(request, "people/audit.html", context)
