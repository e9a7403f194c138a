/**
 * The goals of the Maven plugin. They translate parameters into calls of the libraries, and write results to Maven's
 * log. Start with {@code RecordMojo}.
 */
@NullMarked
package dev.cairn.maven;

import org.jspecify.annotations.NullMarked;
