/* pack.h - what a reply says, made smaller for who can read gzip.
 *
 * Texts made for one request (pages, JSON, CSV) are packed here, at the lowest level: a page of 40 KB costs
 * about a tenth of its making. Assets lie packed in the program (web/asset.h) and a body without end is never packed.
 * A packed page must hold no secret that a stranger could guess byte by byte from its length (BREACH): the token of a
 * form is another one in every reply (req_csrf()).
 */
#pragma once

struct req;

enum { PACK_LEAST = 1200 }; /* bytes; what fits into one packet is sent as it is */

/* Packs the body of `rq`'s reply and says so in its headers' values; nothing when it would not pay, or when the
 * reader does not take gzip. Called once, when the body is final. */
void pack_reply(struct req *rq);
