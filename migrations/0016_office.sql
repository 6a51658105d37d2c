-- Who leads a team is asked with every message to it; a large team has hundreds of members beside.
CREATE INDEX member_of_office ON member (team, role) WHERE role > 0;
