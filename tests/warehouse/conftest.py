"""A real Chromium for the pages, driven by the DevTools protocol."""

import json
import re
import shutil
import subprocess
import tempfile
from contextlib import contextmanager

import pytest
from websockets.sync.client import connect

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
LONGEST_ANSWER = 120


class Browser:
    """One page of a headless Chromium, with all that it says and asks for."""

    def __init__(self, socket):
        self.socket = socket
        self.session = None
        self.number = 0
        self.events = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Page.setLifecycleEventsEnabled", enabled=True)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        self.socket.send(
            json.dumps(message | ({"sessionId": self.session} if self.session else {}))
        )
        while True:
            answer = self._receive()
            if answer.get("id") == self.number:
                assert "error" not in answer, answer
                return answer["result"]

    def open(self, address, *, size=(1280, 900), **media):
        self.size(*size)
        self.call(
            "Emulation.setEmulatedMedia",
            features=[
                {"name": name.replace("_", "-"), "value": value} for name, value in media.items()
            ],
        )
        # A page is not loaded anew where only the part after # differs.
        self.call("Page.navigate", url="about:blank")
        self.events.clear()
        url = address if "://" in str(address) else address.as_uri()
        visit = self.call("Page.navigate", url=url)["loaderId"]
        while not any(
            event["method"] == "Page.lifecycleEvent"
            and (event["params"]["loaderId"], event["params"]["name"]) == (visit, "load")
            for event in self.events
        ):
            self._receive()

    def size(self, width, height):
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def run(self, script):
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def wait_for(self, condition):
        """Wait in the page, after each change of it, until a condition holds."""
        self.run(
            f"""new Promise(done => {{
                const look = () => {{ if ({condition}) {{ watch.disconnect(); done(); }} }};
                const watch = new MutationObserver(look);
                watch.observe(document, {{subtree: true, childList: true, attributes: true}});
                look();
            }})"""
        )

    def press(self, key, *, shift=False):
        for kind in ("keyDown", "keyUp"):
            self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=9 if key == "Tab" else 0,
                modifiers=8 if shift else 0,
            )

    def all_of(self, *methods):
        return [event["params"] for event in self.events if event["method"] in methods]

    @property
    def complaints(self):
        return self.all_of("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")

    @property
    def requests(self):
        return [event["request"] for event in self.all_of("Network.requestWillBeSent")]

    def _receive(self):
        message = json.loads(self.socket.recv(timeout=LONGEST_ANSWER))
        if "method" in message:
            self.events.append(message)
        return message


@contextmanager
def chromium():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [
            CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
            "--disable-dev-shm-usage", "--remote-debugging-port=0", f"--user-data-dir={profile}",
        ]  # fmt: skip
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        try:
            said = (re.search(r"ws://\S+", line) for line in process.stderr)
            address = next(found.group() for found in said if found)
            with connect(address, max_size=None, open_timeout=30, compression=None) as socket:
                page = Browser(socket)
                yield page
                page.session = None
                page.call("Browser.close")
        finally:
            process.terminate()
            process.wait(timeout=30)
            process.stderr.close()


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine")
    with chromium() as page:
        yield page
