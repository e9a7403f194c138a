/**
 * Writes README and docs as static pages. {@link SiteCommand} is the entry point; {@link Site} reads the Markdown,
 * which llms.txt lists in groups, and writes one page for each file, and one for each code of a reference page. Uses
 * the JDK and commonmark-java.
 */
@NullMarked
package dev.cairn.site;

import org.jspecify.annotations.NullMarked;
