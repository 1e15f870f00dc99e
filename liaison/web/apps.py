from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "liaison.web"
    label = "web"

    def ready(self) -> None:
        from liaison.web import sessions

        sessions.connect()
