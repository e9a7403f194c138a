/**
 * The documentation of a schema: a plain model of everything that Cairn knows about it, and writers of that model as
 * one HTML page, Markdown and Mermaid. Start reading at {@code SchemaDocument}; {@code DocumentBuilder} fills it.
 */
@NullMarked
package dev.cairn.tooling.documentation;

import org.jspecify.annotations.NullMarked;
