package dev.cairn.tooling.importing;

import java.util.SortedSet;
import java.util.TreeSet;

/** What one source imports. */
final class Imports {
    private static final String ANNOTATIONS = "dev.cairn.annotation.";

    private final SortedSet<String> types = new TreeSet<>();
    private final SortedSet<String> constants = new TreeSet<>();

    ImportedAnnotation annotation(String name) {
        types.add(ANNOTATIONS + name);
        return ImportedAnnotation.of(name);
    }

    /** A constant of an enum, by its own name alone. */
    String constant(String constant, String of) {
        constants.add(ANNOTATIONS + of + "." + constant);
        return constant;
    }

    /** The simple name of a class. */
    String type(String inPackage, String name) {
        types.add(inPackage + "." + name);
        return name;
    }

    String text() {
        StringBuilder out = new StringBuilder();
        constants.forEach(
                constant -> out.append("import static ").append(constant).append(";\n"));
        out.append(constants.isEmpty() ? "" : "\n");
        types.forEach(type -> out.append("import ").append(type).append(";\n"));
        return out.append(types.isEmpty() ? "" : "\n").toString();
    }
}
