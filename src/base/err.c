#include "base/err.h"

static const struct {
	int status;
	const char *slug, *title;
} errs[ERR_COUNT] = {
	[OK] = {200, "ok", "已完成。"},
	[ERR_MALFORMED] = {400, "malformed", "请求的格式不正确，系统没有看懂。"},
	[ERR_SIGNIN] = {401, "sign-in", "请先登录，或重新登录。"},
	[ERR_DENIED] = {403, "denied", "您没有办理这件事的权限。"},
	[ERR_MISSING] = {404, "missing", "没有找到，或者您不能查看。"},
	[ERR_METHOD] = {405, "method", "这个地址不支持这种操作。"},
	[ERR_STATE] = {409, "wrong-state", "现在的状态不能这样办理，请刷新后再看。"},
	[ERR_LOST] = {409, "lost-race", "有人先办理了，请刷新后再看。"},
	[ERR_LARGE] = {413, "too-large", "提交的内容太大。"},
	[ERR_MEDIA] = {415, "media-type", "这里不接受这种格式的内容。"},
	[ERR_INVALID] = {422, "invalid", "有内容没有填对，请看提示后修改。"},
	[ERR_REUSED] = {422, "operation-reused", "这份表单已经提交过，内容改动后请作为新的提交。"},
	[ERR_LIMIT] = {429, "too-many", "操作太频繁，请稍后再试。"},
	[ERR_SYSTEM] = {500, "system", "系统出错了，这次没有办成，我们已经记录。"},
	[ERR_SEALED] = {500, "unreadable", "该信息无法读取，请联系管理员。"},
	[ERR_BUSY] = {503, "busy", "系统现在不能保存，这次没有办成，请稍后再试。"},
	[ERR_CROWDED] = {503, "crowded", "现在查看的人太多，这一页暂时打不开，请过几秒再试。"},
};

static enum err known(enum err e)
{
	return e < ERR_COUNT ? e : ERR_SYSTEM;
}

int err_status(enum err e)
{
	return errs[known(e)].status;
}

const char *err_slug(enum err e)
{
	return errs[known(e)].slug;
}

const char *err_title(enum err e)
{
	return errs[known(e)].title;
}
