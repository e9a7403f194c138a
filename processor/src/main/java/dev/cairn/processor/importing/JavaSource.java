package dev.cairn.processor.importing;

import dev.cairn.processor.model.JavaName;

/** A top-level type, and the text of the file that declares it. */
public record JavaSource(JavaName name, String text) {}
