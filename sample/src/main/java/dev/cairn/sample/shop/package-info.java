/** What the shop keeps: records, and the root that lists them. How it came to be so is in {@code migrations}. */
@NullMarked
package dev.cairn.sample.shop;

import org.jspecify.annotations.NullMarked;
