/**
 * Statements of applications with named parameters and optional parts: {@link dev.cairn.sql.template.SqlTemplate} reads
 * them, and renders texts that the parser can read. The package uses the tokens and the writer; it knows nothing about types.
 */
@NullMarked
package dev.cairn.sql.template;

import org.jspecify.annotations.NullMarked;
