/** The types that applications can use, and an application that is a named module. */
@NullMarked
package dev.cairn.integration.surface;

import org.jspecify.annotations.NullMarked;
