package dev.cairn.tooling.importing;

import dev.cairn.processor.model.JavaName;

/**
 * A top-level type, and the text of the file that declares it.
 *
 * @param object what the type declares, as in {@code shop.orders}
 */
public record JavaSource(JavaName name, String text, String object) {}
