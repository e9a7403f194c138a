/** The records of the shop, and the schema that lists them. Its recorded history is in {@code migrations}. */
package dev.cairn.sample.shop;
