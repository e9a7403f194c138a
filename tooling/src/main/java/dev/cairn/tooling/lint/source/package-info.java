/**
 * The places of findings in files: those of an application, whose sources the parser of javac reads without compiling
 * them, and those of the statements in an SQL file. Start at {@code LintSources} and {@code ScriptStatements}.
 */
@NullMarked
package dev.cairn.tooling.lint.source;

import org.jspecify.annotations.NullMarked;
