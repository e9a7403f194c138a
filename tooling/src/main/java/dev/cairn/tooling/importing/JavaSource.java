package dev.cairn.tooling.importing;

import dev.cairn.processor.model.JavaName;

/**
 * The source of a top-level type.
 *
 * @param objectName the qualified name of the declared object, such as {@code shop.orders}
 */
public record JavaSource(JavaName name, String text, String objectName) {}
