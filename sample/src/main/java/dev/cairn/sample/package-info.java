/**
 * A small shop on StarRocks: an application that uses Cairn from its first start on. It uses the public API only, and
 * the embedded server unless another one is configured. Start at {@link dev.cairn.sample.Main} and
 * {@link dev.cairn.sample.SampleTour}; the records are in {@code shop}.
 */
@NullMarked
package dev.cairn.sample;

import org.jspecify.annotations.NullMarked;
