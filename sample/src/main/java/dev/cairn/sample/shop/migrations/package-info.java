/** The recorded migrations of the shop. The fourth was edited by hand after it was recorded. */
@NullMarked
package dev.cairn.sample.shop.migrations;

import org.jspecify.annotations.NullMarked;
