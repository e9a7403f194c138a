/**
 * Stream Load: its requests, their headers, and the responses. Start reading at {@code StreamLoadClient}. It may use
 * {@code dev.cairn.internal.connection}, {@code dev.cairn.internal.http}, {@code dev.cairn.internal.polling} and {@code
 * dev.cairn.internal.row}.
 */
@NullMarked
package dev.cairn.internal.load;

import org.jspecify.annotations.NullMarked;
