"""Pictures of pages in 256 colours: half the size, and hardly a difference that one sees."""

import base64
import struct
import zlib

import numpy as np
from playwright.sync_api import Browser

COLOURS = 256
SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIXELS_OF = """async source => {
  const image = new Image();
  image.src = `data:image/png;base64,${source}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  canvas.getContext("2d").drawImage(image, 0, 0);
  const { data } = canvas.getContext("2d").getImageData(0, 0, image.width, image.height);
  const pieces = [];
  for (let at = 0; at < data.length; at += 8192) pieces.push(String.fromCharCode(...data.subarray(at, at + 8192)));
  return [image.width, image.height, btoa(pieces.join(""))];
}"""  # noqa: E501


def reduced(browser: Browser, png: bytes) -> bytes:
    """The same picture in at most 256 colours: of those that look alike only the commonest."""
    pixels = read(browser, png)
    colours, places, counts = np.unique(
        pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True
    )
    alike = groups_of(colours)
    commonest_first = np.argsort(-counts, kind="stable")
    _groups, first = np.unique(alike[commonest_first], return_index=True)
    palette = colours[commonest_first[first]]
    return write(alike[places].reshape(pixels.shape[:2]).astype(np.uint8), palette)


def groups_of(colours: np.ndarray) -> np.ndarray:
    """The number of each colour's group, 0 to 255: colours in one small cube look alike."""
    for edge in range(16, 256, 4):
        cubes, numbers = np.unique(colours // edge, axis=0, return_inverse=True)
        if len(cubes) <= COLOURS:
            return numbers.reshape(-1)
    raise AssertionError("one cube is left at the end")


def read(browser: Browser, png: bytes) -> np.ndarray:
    """Height x width x 3; the browser itself decodes."""
    page = browser.new_page()
    width, height, pixels = page.evaluate(PIXELS_OF, base64.b64encode(png).decode())
    page.close()
    rgba = np.frombuffer(base64.b64decode(pixels), np.uint8).reshape(height, width, 4)
    return rgba[:, :, :3]


def write(numbers: np.ndarray, palette: np.ndarray) -> bytes:
    """A PNG (ISO/IEC 15948) of colour type 3; `numbers` are height x width, into `palette`."""
    height, width = numbers.shape
    header = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    rows = np.hstack([np.zeros((height, 1), np.uint8), numbers])  # no filter: best for palettes
    parts = [
        (b"IHDR", header), (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)), (b"IEND", b""),
    ]  # fmt: skip
    return SIGNATURE + b"".join(chunk(name, data) for name, data in parts)


def chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)
