/**
 * Rows of real clusters: the tests of StarRocks' own source, replayed on the embedded server. Nothing of that source is
 * part of this repository; {@link dev.cairn.embedded.recorded.CaseExtractor} writes the facts, which are statements and
 * rows, to a file. Start with {@link dev.cairn.embedded.recorded.RecordedRowsTest}.
 */
package dev.cairn.embedded.recorded;
