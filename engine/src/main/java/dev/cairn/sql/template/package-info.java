/**
 * Statements of applications with named parameters and optional parts: they are read, and rendered as texts that the parser can
 * read. The package uses the tokens and the writer; it knows nothing about types. Start at
 * {@link dev.cairn.sql.template.SqlTemplate}.
 */
@NullMarked
package dev.cairn.sql.template;

import org.jspecify.annotations.NullMarked;
