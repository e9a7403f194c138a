/**
 * Statements of an application that the compiler checked, on a server: a schema of parcels, and interfaces of queries.
 */
@NullMarked
package dev.cairn.integration.queries;

import org.jspecify.annotations.NullMarked;
