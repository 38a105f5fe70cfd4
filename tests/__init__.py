"""Journeys across apps, in a browser, under load and with faults; free to import all."""
