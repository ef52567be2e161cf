"""The picture at the top of a survey's pages."""

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from parcours.listen.domain.surveys import photographs
from parcours.listen.views.surveys.frame import found
from parcours.people.http import MemberRequest, may


@may("edit surveys")
@require_POST
def logo(request: MemberRequest, slug: str) -> HttpResponse:
    """Hang up the picture that was sent, or take down the one there is."""
    survey, file = found(request, slug), request.FILES.get("logo")
    try:
        photographs.hang(
            survey, file if isinstance(file, UploadedFile) else None, by=request.user
        )
    except photographs.NoPicture as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('surveys:build', args=[slug])}?open=settings")
