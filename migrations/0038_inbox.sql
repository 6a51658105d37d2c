-- What a message is about: it is read when that was done elsewhere, and messages of one kind stand together.
ALTER TABLE inbox ADD COLUMN kind TEXT NOT NULL DEFAULT '';   -- word of a message kind; '': none
ALTER TABLE inbox ADD COLUMN about TEXT NOT NULL DEFAULT '';  -- 'order:UID'; '': no record that moves
ALTER TABLE inbox ADD COLUMN asks INT NOT NULL DEFAULT -1;    -- waits for him while that is in this state; -1: only tells
CREATE INDEX inbox_about ON inbox (about) WHERE read_at IS NULL;

-- Those of before: what is about an order, and what only repeated a desk's queue.
UPDATE inbox SET about = 'order:' || substr(link, 9)
WHERE read_at IS NULL AND link LIKE '/orders/%' AND link NOT LIKE '/orders/%/%';
UPDATE inbox SET read_at = at WHERE read_at IS NULL AND subject IN ('有新单子待审核', '有单子待派', '有单子收回重审',
  '有单子转来', '有单子被谢绝', '单子要另找队伍', '有人反映没人来', '有单子待回访', '单子到期', '单子超时', '有投诉待答复');
