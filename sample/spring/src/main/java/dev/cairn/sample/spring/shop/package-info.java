/**
 * The schema of StarRocks. Its migrations are in the package {@code migrations}, as {@code cairn record} wrote them.
 */
@NullMarked
package dev.cairn.sample.spring.shop;

import org.jspecify.annotations.NullMarked;
