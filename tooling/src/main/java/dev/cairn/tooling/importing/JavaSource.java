package dev.cairn.tooling.importing;

import dev.cairn.processor.model.JavaClassName;

/**
 * The source of a top-level type.
 *
 * @param objectName the qualified name of the declared object, such as {@code shop.orders}
 */
public record JavaSource(JavaClassName name, String text, String objectName) {}
