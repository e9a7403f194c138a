/**
 * The classes that are linked with DuckDB's driver. {@link dev.cairn.embedded.driver.DriverLoader} loads them, so no
 * other class may refer to them.
 */
@NullMarked
package dev.cairn.embedded.driver.linked;

import org.jspecify.annotations.NullMarked;
