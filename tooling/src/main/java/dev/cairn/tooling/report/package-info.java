/**
 * Reports of commands for people: a document of a few kinds of blocks, written as Markdown or as a self-contained HTML
 * page. Start at {@link ReportDocument}.
 */
@NullMarked
package dev.cairn.tooling.report;

import org.jspecify.annotations.NullMarked;
