"""The addresses of the site: one line an area."""

from django.urls import include, path

from kaifang.site import errors

urlpatterns = [
    path("", include("kaifang.site.today.urls")),
    path("board/", include("kaifang.site.board.urls")),
    path("indicators/", include("kaifang.site.indicators.urls")),
    path("orgs/", include("kaifang.site.orgs.urls")),
    path("targets/", include("kaifang.site.targets.urls")),
    path("tasks/", include("kaifang.site.tasks.urls")),
    path("dispatch/", include("kaifang.site.dispatch.urls")),
    path("dispatch/", include("kaifang.site.issuing.urls")),
    path("dispatch/slips/", include("kaifang.site.slips.urls")),
    path("dispatch/suggestions/", include("kaifang.site.suggestions.urls")),
    path("dispatch/", include("kaifang.site.drafts.urls")),
    path("forms/", include("kaifang.site.reporting.urls")),
    path("forms/desk/", include("kaifang.site.desk.urls")),
    path("forms/", include("kaifang.site.filling.urls")),
    path("worklist/", include("kaifang.site.worklist.urls")),
    path("", include("kaifang.site.ledgers.urls")),
    path("cases/<str:process>/import/", include("kaifang.site.intake.urls")),
    path("cases/", include("kaifang.site.cases.urls")),
    path("cases/", include("kaifang.site.versions.urls")),
    path("projects/duplicates/", include("kaifang.site.duplicates.urls")),
    path("projects/", include("kaifang.site.projects.urls")),
    path("figure/", include("kaifang.site.figures.urls")),
    path("data/forecast/", include("kaifang.site.forecasts.urls")),
    path("data/split/", include("kaifang.site.splitting.urls")),
    path("data/quarantine/", include("kaifang.site.quarantine.urls")),
    path("data/", include("kaifang.site.data.urls")),
    path("clearance/notices/", include("kaifang.site.notices.urls")),
    path("clearance/", include("kaifang.site.clearance.urls")),
    path("clearance/", include("kaifang.site.consignments.urls")),
    path("map/", include("kaifang.site.maps.urls")),
    path("meeting/", include("kaifang.site.meeting.urls")),
    path("wall/", include("kaifang.site.wall.urls")),
    path("search/", include("kaifang.site.search.urls")),
    path("documents/", include("kaifang.site.documents.urls")),
    path("api/", include("kaifang.site.api.urls")),
    path("messages/", include("kaifang.site.inbox.urls")),
    path("audit/", include("kaifang.site.audit.urls")),
    path("people/", include("kaifang.site.people.urls")),
    path("styleguide/", include("kaifang.site.styleguide.urls")),
    path("language/", include("django.conf.urls.i18n")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.failed
