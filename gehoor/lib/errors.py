"""What is written down when something breaks: where, never whose."""

from typing import Any

from django.views.debug import ExceptionReporter


class SilentReporter(ExceptionReporter):
    """An error report without variables, form fields, cookies or addresses."""

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        for frame in data.get("frames", []):
            frame["vars"] = []
        for key in (
            "filtered_POST_items",
            "request_GET_items",
            "request_COOKIES_items",
            "request_meta",
        ):
            data.pop(key, None)
        return data
