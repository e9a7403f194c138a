/** How the shop's database came to be as it is, recorded step by step; the fourth was completed by hand. */
@NullMarked
package dev.cairn.sample.shop.migrations;

import org.jspecify.annotations.NullMarked;
