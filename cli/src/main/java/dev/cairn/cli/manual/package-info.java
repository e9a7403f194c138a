/**
 * Completion scripts and manual pages, written from picocli's model of the command. Start at {@link
 * dev.cairn.cli.manual.ManualPages}.
 */
@NullMarked
package dev.cairn.cli.manual;

import org.jspecify.annotations.NullMarked;
