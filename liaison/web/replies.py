# placeholder until the owner of this module writes it: overwrite the whole file
from django.http import HttpResponse


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return lambda request, **kwargs: HttpResponse(name)
