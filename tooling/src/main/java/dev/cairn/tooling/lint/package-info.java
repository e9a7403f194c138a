/**
 * Rules about migrations, schemas and checked queries that are valid but may do harm. {@code LintRule} lists them,
 * {@code LintInput} is what they read, and {@code Linter} applies them. Start reading at {@code Linter}.
 */
@NullMarked
package dev.cairn.tooling.lint;

import org.jspecify.annotations.NullMarked;
