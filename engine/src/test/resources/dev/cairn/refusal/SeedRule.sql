-- NOT_PRIMARY_KEY on seed
INSERT INTO item (code, size, title) VALUES (1, 2, 'a');
-- AUTO_INCREMENT_COLUMN on seed
INSERT INTO ticket (id, note) VALUES (1, 'a');
-- UNSUPPORTED_TYPE on seed
INSERT INTO account (id, tags) VALUES (1, [2]);
-- UNKNOWN_COLUMN on seed
CREATE TABLE country (code VARCHAR(2) NOT NULL, name VARCHAR(80), area INT NOT NULL) PRIMARY KEY(code) DISTRIBUTED BY HASH(code);
INSERT INTO country (code, nope, area) VALUES ('NO', 1, 2);
-- GENERATED_COLUMN on seed
CREATE TABLE t (a INT NOT NULL, b BIGINT AS a + 1) PRIMARY KEY(a) DISTRIBUTED BY HASH(a);
INSERT INTO t (a, b) VALUES (1, 2);
-- REPEATED_COLUMN on seed
CREATE TABLE country (code VARCHAR(2) NOT NULL, name VARCHAR(80), area INT NOT NULL) PRIMARY KEY(code) DISTRIBUTED BY HASH(code);
INSERT INTO country (code, name, area, area) VALUES ('NO', 'Norway', 1, 2);
-- MISSING_COLUMN on seed
CREATE TABLE country (code VARCHAR(2) NOT NULL, name VARCHAR(80), area INT NOT NULL) PRIMARY KEY(code) DISTRIBUTED BY HASH(code);
INSERT INTO country (code, area) VALUES ('NO', 1);
-- VALUE_COUNT on seed
CREATE TABLE country (code VARCHAR(2) NOT NULL, name VARCHAR(80), area INT NOT NULL) PRIMARY KEY(code) DISTRIBUTED BY HASH(code);
INSERT INTO country (code, name, area) VALUES ('NO', 'Norway');
-- NOT_A_LITERAL on seed
CREATE TABLE country (code VARCHAR(2) NOT NULL, name VARCHAR(80), area INT NOT NULL) PRIMARY KEY(code) DISTRIBUTED BY HASH(code);
INSERT INTO country (code, name, area) VALUES ('NO', upper('Norway'), 1);
-- NULL_VALUE on seed
CREATE TABLE country (code VARCHAR(2) NOT NULL, name VARCHAR(80), area INT NOT NULL) PRIMARY KEY(code) DISTRIBUTED BY HASH(code);
INSERT INTO country (code, name, area) VALUES ('NO', 'Norway', NULL);
-- OUT_OF_RANGE on seed
CREATE TABLE country (code VARCHAR(2) NOT NULL, name VARCHAR(80), area INT NOT NULL) PRIMARY KEY(code) DISTRIBUTED BY HASH(code);
INSERT INTO country (code, name, area) VALUES ('NO', 'Norway', 5000000000);
-- TOO_LONG on seed
CREATE TABLE country (code VARCHAR(2) NOT NULL, name VARCHAR(80), area INT NOT NULL) PRIMARY KEY(code) DISTRIBUTED BY HASH(code);
INSERT INTO country (code, name, area) VALUES ('NOR', 'Norway', 1);
-- ROW_TOO_LONG on seed
CREATE TABLE t (a INT NOT NULL, b STRING) PRIMARY KEY(a) DISTRIBUTED BY HASH(a);
INSERT INTO t (a, b) VALUES (1, '{33000 times: x}');
-- REPEATED_KEY on seed
CREATE TABLE country (code VARCHAR(2) NOT NULL, name VARCHAR(80), area INT NOT NULL) PRIMARY KEY(code) DISTRIBUTED BY HASH(code);
INSERT INTO country (code, name, area) VALUES ('NO', 'Norway', 1), ('NO', 'Norge', 1);
-- UNSUPPORTED_STATEMENT on seed
CREATE TABLE country (code VARCHAR(2) NOT NULL, name VARCHAR(80), area INT NOT NULL) PRIMARY KEY(code) DISTRIBUTED BY HASH(code);
UPDATE country SET area = 2 WHERE code = 'NO';
