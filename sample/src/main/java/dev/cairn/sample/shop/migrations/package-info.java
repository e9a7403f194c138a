/** The recorded migrations of the shop. The fourth contains an UPDATE that was added by hand. */
@NullMarked
package dev.cairn.sample.shop.migrations;

import org.jspecify.annotations.NullMarked;
