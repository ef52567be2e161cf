"""Pictures of key moments."""

import uuid

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from parcours.map.domain import pictures
from parcours.map.domain.editing import draft
from parcours.map.models import Canvas, Picture
from parcours.map.views.editor import found
from parcours.people.http import MemberRequest, may


@may("see figures")
@require_GET
def picture(request: MemberRequest, key: uuid.UUID) -> HttpResponse:
    seen = Canvas.objects.visible_to(request.user)
    kept = get_object_or_404(Picture, key=key, canvas__in=seen)
    with kept.file.open() as file:
        response = HttpResponse(file.read(), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@may("edit canvases")
@require_POST
def upload(request: MemberRequest, slug: str, element: str) -> HttpResponse:
    canvas = found(request, slug)
    moment = draft(canvas)["elements"].get(element)
    file = request.FILES.get("file")
    if moment is None or moment["kind"] != "moment" or not isinstance(file, UploadedFile):
        raise Http404
    is_part = request.headers.get("X-Requested-With") == "editor"
    try:
        pictures.put(canvas, element, file, by=request.user)
    except pictures.NoPicture as refusal:
        if is_part:
            return JsonResponse({"refused": str(refusal)}, status=422)
        messages.error(request, str(refusal))
    if is_part:
        return JsonResponse({"element": element})
    return redirect("map:element", slug, moment["in"])
