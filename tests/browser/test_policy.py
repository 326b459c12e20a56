"""The policy is alive: an inline script or style is refused, and this suite would hear it."""

import pytest

from tests.browser.conftest import listen


@pytest.mark.parametrize(
    ("trespass", "directive"),
    [
        ("const s = document.createElement('script'); s.textContent = 'window.broken = 1'; document.body.append(s)", "script-src-elem"),
        ("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')", "style-src-attr"),
        ("const i = new Image(); i.src = 'http://192.0.2.1/x.png'", "img-src"),
    ],
)  # fmt: skip
def test_trespass_is_refused_and_heard(
    new_page, live_server, trespass: str, directive: str
) -> None:
    heard: list[str] = []
    page = new_page()
    listen(page, live_server.url, heard)
    page.goto(live_server.url + "/styleguide/")
    with page.expect_console_message(lambda told: "Content Security Policy" in told.text):
        refused = page.evaluate(f"""() => new Promise((resolve) => {{
            document.addEventListener('securitypolicyviolation', (e) => resolve(e.effectiveDirective));
            {trespass};
        }})""")
    assert refused == directive
    assert any("Content Security Policy" in line for line in heard)
    assert page.evaluate("typeof window.broken") == "undefined"
