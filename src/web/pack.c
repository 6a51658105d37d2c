#include "web/pack.h"

#include "base/arena.h"
#include "web/asset.h"
#include "web/req.h"

#include <libdeflate.h>
#include <pthread.h>

enum { FASTEST = 1 };

/* One for each thread that makes replies, kept until the thread ends. */
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void drop(void *packer)
{
	libdeflate_free_compressor(packer);
}

static void make_key(void)
{
	pthread_key_create(&key, drop);
}

static struct libdeflate_compressor *packer(void)
{
	pthread_once(&once, make_key);
	struct libdeflate_compressor *p = pthread_getspecific(key);
	if (p)
		return p;
	p = libdeflate_alloc_compressor(FASTEST);
	pthread_setspecific(key, p);
	return p;
}

void pack_reply(struct req *rq)
{
	struct reply *r = &rq->reply;
	struct buf *b = &r->html.out;
	if (r->fixed || r->stream || r->sheet || r->encoding || b->len < PACK_LEAST)
		return;
	r->varies = true;
	if (!asset_coding(req_header(rq, "Accept-Encoding"), "gzip"))
		return;
	struct libdeflate_compressor *p = packer();
	char *out = p ? arena_alloc(rq->c.mem, b->len) : NULL;
	size_t n = p ? libdeflate_gzip_compress(p, b->at, b->len, out, b->len) : 0;
	if (!n)
		return;
	r->encoding = "gzip";
	*b = (struct buf){.mem = b->mem, .at = out, .len = n, .room = b->len};
}
