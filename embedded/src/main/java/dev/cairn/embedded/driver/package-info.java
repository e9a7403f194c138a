/**
 * DuckDB's JDBC driver, and how it is loaded. Its native library has 70 MB, and the driver unpacks it into a new file
 * in each JVM, which takes longer than everything else that a server does before its first row. Therefore, a class
 * loader of its own gives it a file that an earlier JVM has unpacked. Classes that are linked with the driver are in
 * {@code dev.cairn.embedded.driver.linked}; all other classes use {@link dev.cairn.embedded.driver.DuckDbDriver}.
 *
 * <p>Start with {@link dev.cairn.embedded.driver.DriverLoader}.
 */
@NullMarked
package dev.cairn.embedded.driver;

import org.jspecify.annotations.NullMarked;
