CREATE TABLE leaves (name text PRIMARY KEY);
