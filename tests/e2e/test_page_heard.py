"""What is heard from the page, measured at the loudspeaker's side of its volume control."""

from __future__ import annotations

import base64

import numpy as np
import pytest
import soundfile
from browsing import SOUND, until

from scenescore.mix.measure import loudness_lufs

pytest.importorskip("gradio", reason="the page needs the extra 'ui'")

pytestmark = pytest.mark.engine

LISTEN = f"""() => {{
  if (window.ear) return;
  const context = new AudioContext({{ sampleRate: 48000 }});
  const tap = context.createScriptProcessor(4096, 2, 2);
  window.ear = {{ pieces: [], context }};
  tap.onaudioprocess = (event) => {{
    if ({SOUND}.paused) return;
    const piece = new Float32Array(2 * 4096);
    for (const side of [0, 1]) piece.set(event.inputBuffer.getChannelData(side), side * 4096);
    window.ear.pieces.push(piece);
  }};
  context.createMediaElementSource({SOUND}).connect(tap);
  tap.connect(context.destination);
}}"""
TOLD = f"""() => {{
  window.told = [];
  {SOUND}.addEventListener('timeupdate', () => window.told.push([{SOUND}.currentTime,
    document.querySelector('.whole .caption').textContent,
    parseFloat(document.querySelector('.line .head').style.left)]));
}}"""
"""Note at each moment that sounds what the page says of it."""
HEARD = """() => {
  const bytes = new Uint8Array(window.ear.pieces.length * 8 * 4096);
  window.ear.pieces.forEach((piece, at) => bytes.set(new Uint8Array(piece.buffer), at * 8 * 4096));
  window.ear.pieces = [];
  let text = '';
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}"""  # noqa: E501


def _heard(page) -> np.ndarray:
    """Return what comes out when the player plays; once more when the browser, busy, lost some."""
    page.evaluate(LISTEN)
    for _ in range(8):
        heard = _played(page)
        if heard.shape[1] > 0.96 * 48_000 * page.evaluate(f"{SOUND}.duration"):
            return heard
    raise AssertionError("this machine is too busy to play a few seconds without a gap")


def _played(page) -> np.ndarray:
    page.focus(".cue-bench .wave")
    page.keyboard.press("Home")
    page.evaluate("window.ear.pieces = []")
    page.keyboard.press("Space")
    until(page, f"{SOUND}.currentTime > 0.1")
    until(page, f"{SOUND}.ended")
    flat = np.frombuffer(base64.b64decode(page.evaluate(HEARD)), np.float32)
    return np.concatenate(list(flat.reshape(-1, 2, 4096)), axis=1)


def test_takes_are_heard_equally_loud_a_persons_own_too(desk, server):
    page = desk(90)
    for count in (1, 2, 3):
        page.click("[data-act=new]")
        until(page, f"document.querySelectorAll('.take').length === {count}")
    uid = page.get_attribute(".cue.now", "data-cue")
    own = server.library / "long-way.film" / "cues" / uid / "takes" / "2" / "cue.flac"
    sound, rate_hz = soundfile.read(own)
    soundfile.write(own, sound * 0.3, rate_hz, subtype="PCM_24")  # a mix of one's own, 10 dB softer
    page.reload()
    until(page, "document.querySelectorAll('.take').length === 3")
    found = {}
    for take in (1, 2, 3):
        page.click(f"[data-act=take-{take}]")
        until(page, f"{SOUND}.src.endsWith('take={take}') || {SOUND}.paused")
        heard = _heard(page)
        found[take] = loudness_lufs(heard, 48_000)
    assert max(found.values()) - min(found.values()) < 0.7, found
    assert loudness_lufs(sound.T, rate_hz) - found[2] > 8


def test_the_whole_film_plays_across_its_cues_and_says_which_one_sounds(desk, server):
    page = desk(1, film="three-rooms")
    film = server.ask("films/three-rooms")[1]
    first, second = film["cues"][:2]
    page.evaluate(TOLD)
    box = page.locator(".whole .wave").bounding_box()
    page.mouse.click(
        box["x"] + box["width"] * (second["start_s"] - 0.8) / film["duration_s"], box["y"] + 9
    )
    until(page, f"window.told.some((one) => one[1].startsWith('{second['label']}'))")
    assert page.evaluate(f"{SOUND}.src").endswith(f"v={film['mix']['version']}")
    told = [one for one in page.evaluate("window.told") if one[0] > 0.1]
    for at_s, caption, left in told:
        assert left == pytest.approx(100 * at_s / film["duration_s"], abs=4)
        if at_s < second["start_s"] - 0.1:
            assert not caption.startswith(second["label"])
        elif second["start_s"] + 0.1 < at_s < second["end_s"] - 0.1:
            assert caption.startswith(second["label"])
    assert min(at_s for at_s, *_ in told) < second["start_s"], "it went on by itself"
    page.evaluate("window.told = []")
    page.click(".curves >> nth=0", position={"x": 4, "y": 20})
    until(page, f"window.told.some((one) => one[0] < 2 && one[1].startsWith('{first['label']}'))")


def test_one_thing_sounds_at_a_time(desk):
    page = desk(1, film="three-rooms")
    page.click(".whole .round")
    until(page, f"{SOUND}.currentTime > 0.2")
    page.click(".cue-bench .player .round")
    until(page, f"{SOUND}.src.includes('/v1/cues/') && {SOUND}.currentTime > 0.1")
    assert page.get_attribute(".whole .round", "data-on") == "false"
    assert page.evaluate("document.querySelectorAll('audio').length") == 1
