/** Goals of Maven: parameters to calls of the libraries, results to Maven's log. Start at {@code RecordMojo}. */
@NullMarked
package dev.cairn.maven;

import org.jspecify.annotations.NullMarked;
