"""The password form, shown only where the page listens to more than this machine."""

from __future__ import annotations

import asyncio
import hmac
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from scenescore.apps.web.guard import cookie_line
from scenescore.apps.web.house import House, house_of

router = APIRouter(include_in_schema=False)
TheHouse = Annotated[House, Depends(house_of)]
_WRONG_S = 1.0
"""How long a wrong password waits for its answer."""
_FORM = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Scenescore</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/page/base.css"></head><body class="ss login"><main>
<h1>Scenescore</h1><form method="post" action="/login"><label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" autofocus
required><button class="primary">Enter</button><p role="alert">{said}</p></form></main></body>
</html>"""


@router.get("/login")
def show_form() -> HTMLResponse:
    """Show the form."""
    return HTMLResponse(_FORM.format(said=""))


@router.post("/login")
async def enter(house: TheHouse, password: Annotated[str, Form(max_length=500)]) -> Response:
    """Let a person in who knows the password."""
    rules = house.rules
    if not rules.password or not hmac.compare_digest(password.encode(), rules.password.encode()):
        await asyncio.sleep(_WRONG_S)
        return HTMLResponse(_FORM.format(said="That is not the password."), 401)
    answer = RedirectResponse("/", 303)
    answer.headers["set-cookie"] = cookie_line(rules)
    return answer
