"""The QR code of a door's poster, drawn as SVG that prints sharp at any size."""

import segno

LEVEL = "q"  # a quarter of the modules may be lost to rain and tape
QUIET_MODULES = 4


def qr_svg(address: str) -> str:
    """An inline `<svg>` without style or script; the page decides how large it is printed."""
    drawn: str = segno.make(address, error=LEVEL, boost_error=False, micro=False).svg_inline(
        border=QUIET_MODULES, omitsize=True, svgclass="qr", lineclass=None
    )
    return drawn
