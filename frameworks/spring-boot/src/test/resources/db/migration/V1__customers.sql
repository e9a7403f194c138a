CREATE TABLE customer (id bigint NOT NULL PRIMARY KEY, city varchar(255));
INSERT INTO customer VALUES (4, 'Oslo');
