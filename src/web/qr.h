/* qr.h - a text as a QR code, printed as SVG; the only file that knows libqrencode.
 *
 * Black on white whatever the page's colours are, four modules of quiet zone, error correction M. The
 * picture scales: its size is the style's. Nothing here knows what the text means.
 */
#pragma once
#include "web/html.h"

struct arena;
/* `label` is what a screen reader says. Markup NULL: the text is too long (about 2,300 bytes). */
struct safe qr_svg(struct arena *a, const char *text, const char *label);
