"""Addresses of the public side. Everything for visitors lies under `/public/`, except the home page and what machines ask."""

from django.urls import path

from linli.openness.portal.web import home, money, needs, notices, plumbing, projects, search, texts

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("public/choose/", home.choose, name="choose"),
    path("public/communities/", home.communities, name="communities"),
    path("public/communities/<str:code>/", home.community, name="community"),
    path("public/search/", search.search, name="search"),
    path("public/projects/", projects.project_list, name="projects"),
    path("public/projects/export.xlsx", projects.export, name="projects-export"),
    path("public/projects/<str:number>/", projects.project, name="project"),
    path("public/needs/", needs.lists, name="needs"),
    path("public/needs/map/", needs.need_map, name="needs-map"),
    path("public/needs/<int:pk>/", needs.needs_list, name="needs-list"),
    path("public/needs/<int:pk>/compare/", needs.compare, name="needs-compare"),
    path("public/notices/", notices.notices, name="notices"),
    path("public/notices/<int:position>/", notices.notice, name="notice"),
    path("public/notices/<int:position>/record.json", notices.record, name="notice-record"),
    path("public/money/", money.overview, name="money"),
    path("public/rules/", texts.rules, name="rules"),
    path("public/accessibility/", texts.accessibility, name="accessibility"),
    path("public/privacy/", texts.privacy, name="privacy"),
    path("public/sitemap/", texts.site_map, name="sitemap"),
    path("public/open-data/", texts.open_data, name="open-data"),
    path("health", plumbing.health, name="health"),
    path("robots.txt", plumbing.robots, name="robots"),
    path(".well-known/security.txt", plumbing.security, name="security"),
]
