"""The interface described: `/openapi.json` for programs, `/api` for people, without any script."""

import json
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.responses import HTMLResponse, JSONResponse

Json = dict[str, Any]

_ABOUT = (
    "Ask a collection of articles. Every sentence of an answer comes with the exact words in the "
    "source that it rests on. All answers are JSON; whatever goes wrong is one line in the field "
    "`error`."
)
_CURL = """\
curl http://127.0.0.1:7860/api/ask -H 'Content-Type: application/json' \\
     -d '{"question": "Warum zögert Merz?"}'

# step by step, as server-sent events; with a token, if the server asks for one
curl -N http://127.0.0.1:7860/api/ask -H 'Content-Type: application/json' \\
     -H 'Accept: text/event-stream' -H "Authorization: Bearer $BELEGT_TOKEN" \\
     -d '{"question": "Warum zögert Merz?"}'"""


def document(app: FastAPI) -> None:
    """Add the description of an application's routes."""

    @cache
    def describe() -> Json:
        schema = get_openapi(
            title="Belegt", version="1", description=_ABOUT, routes=app.routes,
            openapi_version="3.1.0",
        )  # fmt: skip
        schema.setdefault("components", {})["securitySchemes"] = {
            "token": {"type": "http", "scheme": "bearer", "description": "If BELEGT_TOKEN is set."}
        }
        schema["security"] = [{}, {"token": []}]
        return schema

    @app.get("/openapi.json", include_in_schema=False)
    def show_description() -> JSONResponse:
        return JSONResponse(describe())

    @app.get("/api", include_in_schema=False)
    def show_page() -> HTMLResponse:
        return HTMLResponse(render_documentation(describe()))


def render_documentation(schema: Json) -> str:
    """A description in OpenAPI as a page.

    Args:
        schema: The description.
    """
    style = (Path(__file__).parent / "plain.css").read_text(encoding="utf-8")
    routes = [
        _render_route(method, path, route)
        for path, methods in schema["paths"].items()
        for method, route in methods.items()
    ]
    parts = schema.get("components", {}).get("schemas", {})
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Belegt: HTTP</title><style>{style}</style></head><body><main>"
        f"<h1>Belegt</h1><p>{_prose(schema['info']['description'])} "
        '<a href="openapi.json">openapi.json</a></p>'
        f"<pre><code>{escape(_CURL)}</code></pre>{''.join(routes)}"
        f"<h2>Objects</h2>{''.join(_render_object(name, part) for name, part in parts.items())}"
        "</main></body></html>"
    )


def _render_route(method: str, path: str, route: Json) -> str:
    body = route.get("requestBody", {}).get("content", {})
    sent = "".join(
        f"<p>Takes {_name_type(content.get('schema', {}))}, as {escape(kind)}.</p>"
        for kind, content in body.items()
    )
    parameters = "".join(
        _row(parameter["name"], parameter.get("schema", {}), parameter.get("description", ""))
        for parameter in route.get("parameters", [])
    )
    table = f"<table><tbody>{parameters}</tbody></table>" if parameters else ""
    answers = "".join(_render_answers(route["responses"]))
    return (
        f'<section><h2><span class="method">{method.upper()}</span> '
        f"<code>{escape(path)}</code></h2>"
        f"<p><strong>{escape(route.get('summary', ''))}.</strong> "
        f"{_prose(route.get('description', ''))}</p>{sent}{table}"
        f"<table><thead><tr><th>Status</th><th>Answer</th><th></th></tr></thead>"
        f"<tbody>{answers}</tbody></table></section>"
    )


def _render_answers(responses: Json) -> Iterator[str]:
    for status, response in sorted(responses.items()):
        contents = response.get("content", {})
        kinds = "<br>".join(
            _name_type(content.get("schema", {}))
            if kind == "application/json"
            else f"<code>{escape(kind)}</code>"
            for kind, content in contents.items()
        )
        examples = "".join(
            f"<pre><code>{escape(content['example'])}</code></pre>"
            for content in contents.values()
            if "example" in content
        )
        yield (
            f"<tr><td>{escape(status)}</td><td>{kinds}</td>"
            f"<td>{_prose(response.get('description', ''))}{examples}</td></tr>"
        )


def _render_object(name: str, part: Json) -> str:
    fields = "".join(
        _row(field, schema, _describe_field(schema))
        for field, schema in part.get("properties", {}).items()
    )
    examples = "".join(
        f"<pre><code>{escape(json.dumps(example, ensure_ascii=False, indent=2))}</code></pre>"
        for example in part.get("examples", [])
    )
    return (
        f'<section id="{escape(name)}"><h3><code>{escape(name)}</code></h3>'
        f"<p>{_prose(part.get('description', ''))}</p>"
        f"<table><tbody>{fields}</tbody></table>{examples}</section>"
    )


def _row(name: str, schema: Json, description: str) -> str:
    return (
        f"<tr><th><code>{escape(name)}</code></th><td>{_name_type(schema)}</td>"
        f"<td>{_prose(description)}</td></tr>"
    )


def _describe_field(schema: Json) -> str:
    examples = [f"`{json.dumps(each, ensure_ascii=False)}`" for each in schema.get("examples", [])]
    shown = f" For example {', '.join(examples)}." if examples else ""
    return f"{schema.get('description', '')}{shown}".strip()


def _name_type(schema: Json) -> str:
    """A schema's type in a few words, as HTML."""
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}">{name}</a>'
    if "anyOf" in schema:
        return " or ".join(_name_type(each) for each in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_name_type(schema.get('items', {}))}"
    fixed = schema.get("enum") or ([schema["const"]] if "const" in schema else [])
    if fixed:
        return " or ".join(f"<code>{escape(json.dumps(each))}</code>" for each in fixed)
    return escape(str(schema.get("type", "anything")))


def _prose(text: str) -> str:
    """Text with `code` in backticks as HTML."""
    pieces = escape(text).split("`")
    return "".join(
        f"<code>{piece}</code>" if place % 2 else piece for place, piece in enumerate(pieces)
    )
