"""What comes in about replacements."""

from typing import Annotated

from liaison.registry.inputs import Input, Login, Optional_, Tidy, up_to


class ChangeInput(Input):
    """The principal asks for another specialist; a reason is never needed."""

    reason: Annotated[str, Tidy, up_to(1000)] = ""
    wish: Annotated[Login | None, Optional_] = None  # somebody who served the firm before


class CarryOutInput(Input):
    specialist: Login
