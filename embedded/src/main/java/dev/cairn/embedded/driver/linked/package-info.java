/**
 * What is linked with DuckDB's driver. {@link dev.cairn.embedded.driver.DriverLoader} loads these classes, so no other class may
 * refer to them.
 */
@NullMarked
package dev.cairn.embedded.driver.linked;

import org.jspecify.annotations.NullMarked;
