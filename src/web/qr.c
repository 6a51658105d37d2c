#include "web/qr.h"

#include <qrencode.h>

enum { QUIET = 4 }; /* modules of white around it, as the standard asks */

/* One rectangle per run of black modules. */
static void runs(struct buf *b, const QRcode *code)
{
	int width = code->width;
	for (int y = 0; y < width; y++)
		for (int x = 0; x < width; x++) {
			int from = x;
			while (x < width && code->data[y * width + x] & 1)
				x++;
			if (x > from)
				buf_printf(b, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from,
				           x - from);
		}
}

struct safe qr_svg(struct arena *a, const char *text, const char *label)
{
	struct html h = {.out = BUF(a)};
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (!code)
		return (struct safe){NULL};
	int size = code->width + 2 * QUIET;
	buf_printf(&h.out, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"",
	           size, size);
	html_text(&h, label);
	buf_printf(&h.out,
	           "\" shape-rendering=\"crispEdges\"><rect width=\"%d\" height=\"%d\" "
	           "fill=\"#fff\"/><path fill=\"#000\" d=\"",
	           size, size);
	runs(&h.out, code);
	buf_text(&h.out, "\"/></svg>");
	QRcode_free(code);
	return (struct safe){buf_str(&h.out)};
}
