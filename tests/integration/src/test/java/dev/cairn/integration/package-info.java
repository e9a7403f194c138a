/**
 * What Cairn does as a whole, over the driver, on each server that is there.
 *
 * <p>A class of tests is annotated {@link dev.cairn.integration.server.DdlTests} or
 * {@link dev.cairn.integration.server.DataTests}; its tests ask for a
 * {@link dev.cairn.integration.server.FreshDatabase}.
 */
@NullMarked
package dev.cairn.integration;

import org.jspecify.annotations.NullMarked;
