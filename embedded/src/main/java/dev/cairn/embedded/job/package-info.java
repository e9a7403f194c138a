/**
 * Asynchronous schema changes, as SHOW ALTER lists them.
 *
 * <p>Start with {@link dev.cairn.embedded.job.Job.Pace}, which determines how fast they progress, and
 * {@link dev.cairn.embedded.job.Job}.
 */
@NullMarked
package dev.cairn.embedded.job;

import org.jspecify.annotations.NullMarked;
