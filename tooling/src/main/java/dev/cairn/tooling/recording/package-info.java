/**
 * Records and rebases migrations, for the command line and the build plugins. The processor runs in process over a
 * project's sources, and its findings are data here, so migrations can be recorded although the compilation fails
 * because of them. Start at {@link MigrationRecorder}.
 */
@NullMarked
package dev.cairn.tooling.recording;

import org.jspecify.annotations.NullMarked;
