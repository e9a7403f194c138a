/**
 * Schema changes that take time, as SHOW ALTER tells of them.
 *
 * <p>Start at {@link dev.cairn.embedded.job.JobPace}, how fast they go, and {@link dev.cairn.embedded.job.Job}.
 */
@NullMarked
package dev.cairn.embedded.job;

import org.jspecify.annotations.NullMarked;
