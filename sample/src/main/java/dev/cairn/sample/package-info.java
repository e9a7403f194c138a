/**
 * A small shop on StarRocks: what an application does with Cairn from its first start on. {@link dev.cairn.sample.Main} is
 * where it begins, {@link dev.cairn.sample.Story} what it shows; its records are in {@code shop}. It uses what every
 * application can use, and the embedded server where no other is named.
 */
@NullMarked
package dev.cairn.sample;

import org.jspecify.annotations.NullMarked;
