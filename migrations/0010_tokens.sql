-- API tokens that are given for a time of their own.
ALTER TABLE session ADD COLUMN until TIME NOT NULL DEFAULT 0; -- ends then at the latest; 0: by the settings alone
