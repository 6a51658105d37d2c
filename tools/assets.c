/* assets OUT.c FILE… - compiles the files of assets/ to C: named by content, compressed once.
 *
 * In a text file {{asset NAME}} becomes the address of another file; the address is a hash of what
 * the browser will get, so a file is finished only after all it refers to. An unknown name or a
 * circle stops the build. See src/web/asset.h for what comes out.
 */
#include <brotli/encode.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

struct bytes {
	unsigned char *at;
	size_t n;
};

struct file {
	const char *from, *name, *type;
	struct bytes raw, gz, br;
	char path[256];
	enum { UNREAD, OPEN, READY } state;
};

static const struct {
	const char *end, *type;
	int text;
} types[] = {
	{".css", "text/css; charset=utf-8", 1},
	{".js", "text/javascript; charset=utf-8", 1},
	{".svg", "image/svg+xml", 1},
	{".webmanifest", "application/manifest+json", 1},
	{".json", "application/json", 1},
	{".geojson", "application/geo+json", 1},
	{".txt", "text/plain; charset=utf-8", 1},
	{".html", "text/html; charset=utf-8", 1},
	{".png", "image/png", 0},
	{".jpg", "image/jpeg", 0},
	{".webp", "image/webp", 0},
	{".ico", "image/vnd.microsoft.icon", 0},
	{".woff2", "font/woff2", 0},
};

static struct file *files;
static size_t file_count;

static void die(const char *what, const char *name)
{
	fprintf(stderr, "assets: %s: %s\n", name, what);
	exit(1);
}

static void *grab(void *old, size_t n)
{
	void *p = realloc(old, n ? n : 1);
	if (!p)
		die("out of memory", "assets");
	return p;
}

static void append(struct bytes *b, const void *from, size_t n)
{
	b->at = grab(b->at, b->n + n + 1);
	memcpy(b->at + b->n, from, n);
	b->n += n;
	b->at[b->n] = 0;
}

static struct bytes slurp(const char *path)
{
	struct bytes b = {0};
	unsigned char block[65536];
	FILE *f = fopen(path, "rb");
	if (!f)
		die(strerror(errno), path);
	for (size_t n; (n = fread(block, 1, sizeof block, f)) > 0;)
		append(&b, block, n);
	if (ferror(f))
		die("cannot be read", path);
	fclose(f);
	append(&b, "", 0);
	return b;
}

static int set_type(struct file *f)
{
	size_t n = strlen(f->name);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		size_t e = strlen(types[i].end);
		if (n > e && strcmp(f->name + n - e, types[i].end) == 0) {
			f->type = types[i].type;
			return types[i].text;
		}
	}
	die("no Content-Type is known for this ending (tools/assets.c)", f->from);
	return 0;
}

/* FNV-1a over the content: it names a version, it guards nothing. */
static void set_path(struct file *f)
{
	uint64_t h = 14695981039346656037u;
	for (size_t i = 0; i < f->raw.n; i++)
		h = (h ^ f->raw.at[i]) * 1099511628211u;
	const char *dot = strrchr(f->name, '.');
	int n = snprintf(f->path, sizeof f->path, "/assets/%.*s.%012llx%s", (int)(dot - f->name),
	                 f->name, (unsigned long long)(h >> 16), dot);
	if (n < 0 || (size_t)n >= sizeof f->path)
		die("the name is too long", f->from);
}

static struct bytes smaller(struct bytes packed, size_t raw)
{
	if (packed.n + packed.n / 16 < raw)
		return packed;
	free(packed.at);
	return (struct bytes){0};
}

static struct bytes gzip(const struct file *f)
{
	z_stream z = {0};
	if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
		die("zlib", f->from);
	struct bytes b = {.n = deflateBound(&z, f->raw.n)};
	b.at = grab(NULL, b.n);
	z.next_in = f->raw.at;
	z.avail_in = (uInt)f->raw.n;
	z.next_out = b.at;
	z.avail_out = (uInt)b.n;
	if (deflate(&z, Z_FINISH) != Z_STREAM_END)
		die("zlib", f->from);
	b.n = z.total_out;
	deflateEnd(&z);
	return smaller(b, f->raw.n);
}

static struct bytes brotli(const struct file *f)
{
	struct bytes b = {.n = BrotliEncoderMaxCompressedSize(f->raw.n) + 16};
	b.at = grab(NULL, b.n);
	if (!BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_MAX_WINDOW_BITS, BROTLI_DEFAULT_MODE,
	                           f->raw.n, f->raw.at, &b.n, b.at))
		die("brotli", f->from);
	return smaller(b, f->raw.n);
}

static void finish(struct file *f);

static const char *address_of(const struct file *from, const char *name, size_t n)
{
	for (size_t i = 0; i < file_count; i++)
		if (strlen(files[i].name) == n && memcmp(files[i].name, name, n) == 0) {
			finish(&files[i]);
			return files[i].path;
		}
	fprintf(stderr, "assets: %s: {{asset %.*s}}: no such file\n", from->from, (int)n, name);
	exit(1);
}

static struct bytes resolve(const struct file *f, struct bytes in)
{
	static const char open[] = "{{asset ";
	struct bytes out = {0};
	const char *at = (const char *)in.at;
	for (const char *hole; (hole = strstr(at, open));) {
		const char *name = hole + sizeof open - 1, *end = strstr(name, "}}");
		if (!end)
			die("{{asset … without }}", f->from);
		append(&out, at, (size_t)(hole - at));
		const char *path = address_of(f, name, (size_t)(end - name));
		append(&out, path, strlen(path));
		at = end + 2;
	}
	append(&out, at, strlen(at));
	free(in.at);
	return out;
}

static void finish(struct file *f)
{
	if (f->state == READY)
		return;
	if (f->state == OPEN)
		die("refers to itself, directly or through another", f->from);
	f->state = OPEN;
	int text = set_type(f);
	f->raw = slurp(f->from);
	if (text && memchr(f->raw.at, 0, f->raw.n))
		die("a text file with a zero byte", f->from);
	if (text)
		f->raw = resolve(f, f->raw);
	f->gz = gzip(f);
	f->br = brotli(f);
	set_path(f);
	f->state = READY;
}

static void print_bytes(FILE *out, const char *kind, size_t i, struct bytes b)
{
	if (!b.at)
		return;
	fprintf(out, "static const unsigned char %s_%zu[] =\n", kind, i);
	for (size_t k = 0; k < b.n || k == 0; k += 24) {
		fputs("\t\"", out);
		for (size_t j = k; j < b.n && j < k + 24; j++)
			fprintf(out, "\\%03o", b.at[j]);
		fputs("\"\n", out);
	}
	fputs("\t;\n", out);
}

static void print_ref(FILE *out, const char *kind, size_t i, struct bytes b)
{
	if (b.at)
		fprintf(out, ".%s = %s_%zu, .%s_len = %zu, ", kind, kind, i, kind, b.n);
}

static void print_all(FILE *out)
{
	fputs("/* Made by tools/assets from assets/. */\n#include \"web/asset.h\"\n\n", out);
	for (size_t i = 0; i < file_count; i++) {
		print_bytes(out, "raw", i, files[i].raw);
		print_bytes(out, "gz", i, files[i].gz);
		print_bytes(out, "br", i, files[i].br);
	}
	fputs("const struct asset assets[] = {\n", out);
	for (size_t i = 0; i < file_count; i++) {
		struct file *f = &files[i];
		fprintf(out, "\t{.name = \"%s\", .path = \"%s\", .type = \"%s\", ", f->name,
		        f->path, f->type);
		print_ref(out, "raw", i, f->raw);
		print_ref(out, "gz", i, f->gz);
		print_ref(out, "br", i, f->br);
		fputs("},\n", out);
	}
	fputs("\t{.name = 0},\n};\n", out);
}

static void free_all(void)
{
	for (size_t i = 0; i < file_count; i++) {
		free(files[i].raw.at);
		free(files[i].gz.at);
		free(files[i].br.at);
	}
	free(files);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fputs("usage: assets OUT.c FILE...\n", stderr);
		return 2;
	}
	file_count = (size_t)argc - 2;
	files = grab(NULL, file_count * sizeof *files);
	memset(files, 0, file_count * sizeof *files);
	for (size_t i = 0; i < file_count; i++) {
		const char *slash = strrchr(argv[i + 2], '/');
		files[i].from = argv[i + 2];
		files[i].name = slash ? slash + 1 : argv[i + 2];
		if (files[i].name[strcspn(files[i].name, "\"\\ ")])
			die("a quote, backslash or blank in the name", files[i].from);
	}
	for (size_t i = 0; i < file_count; i++)
		finish(&files[i]);
	FILE *out = fopen(argv[1], "w");
	if (!out)
		die(strerror(errno), argv[1]);
	print_all(out);
	if (fclose(out))
		die("cannot be written", argv[1]);
	free_all();
	return 0;
}
