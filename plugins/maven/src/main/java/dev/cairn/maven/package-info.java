/**
 * The goals of the Maven plugin. They translate parameters into arguments of the command {@code cairn}, and write its
 * output to Maven's log. Start with {@code RecordMojo}.
 */
@NullMarked
package dev.cairn.maven;

import org.jspecify.annotations.NullMarked;
