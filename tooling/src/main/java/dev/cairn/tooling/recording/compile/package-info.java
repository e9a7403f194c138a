/**
 * The errors of javac in the sources of a project: which of them a pending change explains, because they name what the
 * recording generates, and where they are.
 *
 * <p>It does not use the recording. Start with {@link dev.cairn.tooling.recording.compile.SourceErrorLocator}.
 */
@NullMarked
package dev.cairn.tooling.recording.compile;

import org.jspecify.annotations.NullMarked;
