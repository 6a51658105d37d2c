%include "core/reach.sql"
%include "features/news/news.h"

-- What waits, for the desk and the navigation (news_face.c): as many as :most at most.
@news_wait_news(scope s, int most) -> int
SELECT count(*) FROM (SELECT 1 AS one FROM news n
 WHERE n.state = {NEWS_HANDED} AND {reached n.place} LIMIT :most) w;
