/** The schema of the shop: its records, and the root that lists them. Its recorded history is in {@code migrations}. */
@NullMarked
package dev.cairn.sample.shop;

import org.jspecify.annotations.NullMarked;
