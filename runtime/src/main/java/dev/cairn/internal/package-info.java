/**
 * The internals of a migrator. This package contains the time measurement and the threads that the packages below
 * share, and the exit codes of processes that migrate. {@code connection} opens connections and sends statements,
 * {@code reflection} reads the objects of the server, {@code ledger} controls who may migrate and records the progress,
 * and {@code run} runs the steps of migrations.
 */
@NullMarked
package dev.cairn.internal;

import org.jspecify.annotations.NullMarked;
