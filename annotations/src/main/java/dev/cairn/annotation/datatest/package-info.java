/**
 * The annotations that declare data tests: conditions on the rows of a table, a view or a materialized view. The server
 * does not enforce them; {@code cairn test} and {@code Migrator.dataTests()} find the rows that break a rule. Start
 * with {@link Check}.
 */
package dev.cairn.annotation.datatest;
