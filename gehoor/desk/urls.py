from django.urls import path

from gehoor.desk import (
    afterwards_views,
    concern_views,
    finish_views,
    fragment_views,
    identity_views,
    views,
)

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("nieuw/", views.start, name="start"),
    path("achteraf/", afterwards_views.enter, name="afterwards"),
    path("terugbellen/<uuid:uuid>/", views.call_back, name="call-back"),
    path("wachtrij/", fragment_views.waiting, name="waiting"),
    path("zoeken/", fragment_views.search, name="search"),
    path("artikel/<uuid:uuid>/", fragment_views.article, name="article"),
    path("<uuid:uuid>/", views.contact, name="contact"),
    path("<uuid:uuid>/aannemen/", views.accept, name="accept"),
    path("<uuid:uuid>/klok/", views.clock, name="clock"),
    path("<uuid:uuid>/vertrouwelijk/", views.confidential, name="confidential"),
    path("<uuid:uuid>/taal/", fragment_views.language, name="language"),
    path("<uuid:uuid>/concept/", finish_views.draft, name="draft"),
    path("<uuid:uuid>/niet-bewaard/", finish_views.unkept, name="unkept"),
    path("<uuid:uuid>/afronden/", finish_views.finish, name="finish"),
    path("<uuid:uuid>/zorg/", concern_views.concern, name="concern"),
    path("<uuid:uuid>/klant/", fragment_views.customer, name="customer"),
    path("<uuid:uuid>/klant/zoeken/", fragment_views.customer_search, name="customer-search"),
    path("<uuid:uuid>/klant/kiezen/", fragment_views.attach, name="attach"),
    path("<uuid:uuid>/klant/loslaten/", fragment_views.detach, name="detach"),
    path("<uuid:uuid>/klant/nieuw/", fragment_views.new_party, name="new-party"),
    path("<uuid:uuid>/controle/", identity_views.verification, name="verification"),
    path("<uuid:uuid>/controle/uitslag/", identity_views.verify, name="verify"),
    path("<uuid:uuid>/over-wie/", identity_views.concerned, name="concerned"),
    path("<uuid:uuid>/over-wie/grond/", identity_views.ground, name="ground"),
    path("<uuid:uuid>/tolk/", identity_views.interpreter, name="interpreter"),
]
