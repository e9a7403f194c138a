/** What clients have sent and what became of it, for tests to count. */
@NullMarked
package dev.cairn.embedded.log;

import org.jspecify.annotations.NullMarked;
