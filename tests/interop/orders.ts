// orders.ts - an order as a client author writes it: the types are generated from the API document, the
// server is a running demonstration. It rings at the station and goes through the five orders 五单 to the
// verdict. Every answer is used as its type says; the lines marked @ts-expect-error must not compile.
//
//   node orders.js URL ACCOUNTS
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { argv } from "node:process";
import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./api.js";

type Schemas = components["schemas"];
type Account = { role: string; place: string; team: string | null; token: string };

const [url = "", file = ""] = argv.slice(2);
const accounts: Account[] = JSON.parse(readFileSync(file, "utf8"));

function account(role: string): Account {
	const found = accounts.find((a) => a.role === role);
	assert.ok(found, `no account of a ${role}`);
	return found;
}

function as(token: string | null) {
	const client = createClient<paths>({ baseUrl: `${url}/api/v1` });
	const headers: Middleware = {
		onRequest({ request }) {
			if (token) request.headers.set("Authorization", `Bearer ${token}`);
			if (request.method !== "GET") request.headers.set("Idempotency-Key", randomUUID());
		},
	};
	client.use(headers);
	return client;
}

// What a change answers, when the caller may see it; anything else ends the run.
function held<T extends object>(said: { data?: T | Schemas["Done"]; error?: Schemas["Problem"]; response: Response }): T {
	if (said.error) assert.fail(`${said.response.url}: ${said.error.title} ${JSON.stringify(said.error.errors)}`);
	assert.ok(said.data, said.response.url);
	assert.ok(!("done" in said.data), `${said.response.url}: done, but not to be seen`);
	return said.data as T;
}

const guest = as(null), station = as(account("station").token), township = as(account("township").token);
const dispatcher = as(account("centre_dispatcher").token);

const categories = held(await guest.GET("/categories")).items;
assert.ok(categories.some((c) => c.word === "health"));

// 寻单: somebody rings; the station enters it for him, with his consent.
const found = held(await station.POST("/find", {
	body: {
		source: "phone",
		place: account("station").place,
		title: "请人上门教老人量血压",
		category: "health",
		beneficiary: { name: "示例老人" },
		consent: { by: "本人", how: "电话" },
	},
}));
const id = found.id ?? assert.fail("an order without an id");
const path = { params: { path: { id } } };
assert.equal(found.state, "submitted");

// The same, refused: a problem is a type as well.
const wrong = await station.POST("/find", {
	body: { source: "phone", place: "1", title: "短", category: "health", beneficiary: { name: "示例" }, consent: { by: "本人", how: "电话" } },
});
assert.equal(wrong.response.status, 422);
assert.ok(wrong.error?.errors.some((e) => e.field === "title" && e.message));

// 点单, 派单: let in, and asked of the first who can take it.
const open = held(await township.POST("/orders/{id}/approve", {
	...path, body: { public_title: "请人上门教老人量血压", urgency: "normal", revision: found.revision },
}));
assert.equal(open.state, "open");
const late = await township.POST("/orders/{id}/approve", { ...path, body: { public_title: "再审一次也没有用" } });
assert.equal(late.response.status, 409);
assert.equal(late.error?.state, "open" satisfies Schemas["Order"]["state"]);
const candidates = held(await dispatcher.GET("/orders/{id}/candidates", path)).items;
assert.ok(candidates.length > 0 && candidates.every((c) => c.points <= 100));
const leader = account("team_leader");
assert.equal(held(await dispatcher.POST("/orders/{id}/offer", {
	...path, body: { team: leader.team, reason: "同镇，会量血压" },
})).state, "offered");

// 接单: accepted, planned, done.
const team = as(leader.token);
assert.equal(held(await team.POST("/orders/{id}/accept", { ...path, body: {} })).state, "accepted");
const starts_at = Math.floor(Date.now() / 1000) + 900;
assert.equal(held(await team.POST("/orders/{id}/schedule", {
	...path, body: { starts_at, ends_at: starts_at + 3600 },
})).state, "scheduled");
assert.equal(held(await team.POST("/orders/{id}/start", { ...path, body: {} })).state, "serving");
assert.equal(held(await team.POST("/orders/{id}/complete", {
	...path, body: { report: "教会了老人自己量血压。" },
})).state, "done");

// 评单: what he said on the phone, written down by who entered it; perhaps called back.
let last = held(await station.POST("/orders/{id}/evaluate", {
	...path, body: { score: 5, comment: "教得耐心", verdict_by: "本人", verdict_how: "phone" },
}));
if (last.state === "callback")
	last = held(await dispatcher.POST("/orders/{id}/confirm", {
		...path, body: { score: 5, whom: "本人", reason: "回访时说教得耐心" },
	}));
assert.equal(last.state, "closed");
assert.equal(last.score, 5);
const moves = held(await station.GET("/orders/{id}/events", path)).items.map((e) => e.action);
for (const action of ["find", "approve", "offer", "accept", "schedule", "start", "complete", "evaluate"] as const)
	assert.ok(moves.includes(action), `${action} is among ${moves.join(" ")}`);

// A list to its end, by the cursor of the document.
let after: string | undefined, pages = 0;
const seen = new Set<string>();
do {
	const page = held(await dispatcher.GET("/orders", { params: { query: { state: "closed", after } } }));
	for (const o of page.items) seen.add(o.id ?? "");
	after = page.next ?? undefined;
} while (after && ++pages < 100);
assert.ok(seen.has(id) && pages > 0, `${seen.size} orders on ${pages + 1} pages`);

// What the document does not know does not compile.
export async function refused() {
	// @ts-expect-error no such path
	await guest.GET("/order");
	// @ts-expect-error no such word
	await guest.GET("/orders", { params: { query: { state: "finished" } } });
	// @ts-expect-error the consent is missing
	await station.POST("/find", { body: { source: "phone", place: "", title: "", category: "", beneficiary: { name: "" } } });
	// @ts-expect-error no such member
	const done: Schemas["OrderCompleteInput"] = { report: "", stars: 5 };
	await team.POST("/orders/{id}/complete", { ...path, body: done });
	// @ts-expect-error a score is a number
	await station.POST("/orders/{id}/evaluate", { ...path, body: { score: "5" } });
	// @ts-expect-error an order has none either
	return last.stars;
}
console.log(`${id}: ${moves.join(" ")}; ${seen.size} closed orders on ${pages + 1} pages`);
