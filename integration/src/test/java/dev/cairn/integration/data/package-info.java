/** Rows that go to a server and come back, by their descriptors. */
@NullMarked
package dev.cairn.integration.data;

import org.jspecify.annotations.NullMarked;
