/**
 * The annotations that declare a schema on Java records. They resemble the clauses of the DDL that Cairn generates.
 * Start with {@link Schema} and {@link Table}.
 *
 * <p>Attributes name columns as in SQL: {@code page_id}, not {@code pageId}.
 */
package dev.cairn.annotation;
