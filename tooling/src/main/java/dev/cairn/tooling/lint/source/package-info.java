/**
 * The places of findings in files: {@code LintSources} reads the sources of an application with the parser of javac, without
 * compiling them, and {@code ScriptPlaces} knows the statements of a file of SQL.
 */
@NullMarked
package dev.cairn.tooling.lint.source;

import org.jspecify.annotations.NullMarked;
