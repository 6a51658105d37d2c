-- Whether a commit works right now is found out by one (store/writer.c).

CREATE TABLE write_probe (
	id INT PRIMARY KEY,              -- 1: the only row
	filler TEXT NOT NULL             -- as much as was to be tried
);

-- Messages about an answered complaint repeated the sealed answer. What was written before leads to it from
-- now on; digests that held such a line lead to the inbox. (A guardian in person.consent_by is sealed by the
-- program itself when it starts: features/person/guardian.c.)
UPDATE inbox SET body = '投诉有答复了，点开查看。' WHERE subject = '投诉有答复了';
UPDATE outbox SET body = '投诉有答复了，点开查看。' WHERE subject = '投诉有答复了';
UPDATE outbox SET body = '点开查看这些消息。' WHERE kind = 'digest' AND body LIKE '%投诉有答复了：%';
