from django.urls import path

from gehoor.channels.phone import views as phone
from gehoor.channels.webform import views as webform

app_name = "channels"
urlpatterns = [
    path("ingang/telefonie/", phone.telephony, name="telephony"),
    path("beheer/ingangen/<uuid:uuid>/sleutel/", phone.give_secret, name="give-secret"),
    path("contact/<uuid:uuid>/", webform.ask, name="ask"),
    path("contact/<uuid:uuid>/bedankt/", webform.asked, name="asked"),
]
