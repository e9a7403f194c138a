CREATE TABLE customer (id bigint NOT NULL PRIMARY KEY, city varchar(255));
