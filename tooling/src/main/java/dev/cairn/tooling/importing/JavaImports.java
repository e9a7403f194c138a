package dev.cairn.tooling.importing;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Collects the imports of one generated source. Each method imports a name, and returns the simple name for the source.
 */
final class JavaImports {
    private static final String ANNOTATIONS = "dev.cairn.annotation.";

    private final SortedSet<String> types = new TreeSet<>();
    private final SortedSet<String> constants = new TreeSet<>();

    ImportedAnnotation importAnnotation(String name) {
        types.add(ANNOTATIONS + name);
        return ImportedAnnotation.of(name);
    }

    /** Imports an annotation of a package below that of the others, which ends with a dot. */
    ImportedAnnotation importAnnotation(String packageName, String name) {
        types.add(ANNOTATIONS + packageName + name);
        return ImportedAnnotation.of(name);
    }

    /** Imports a constant of an enum, and returns its simple name. */
    String importConstant(String constant, String enumName) {
        constants.add(ANNOTATIONS + enumName + "." + constant);
        return constant;
    }

    /** Imports a class, and returns its simple name. */
    String importType(String packageName, String name) {
        types.add(packageName + "." + name);
        return name;
    }

    /** Returns the import declarations with an empty line after each group; empty if there are none. */
    String render() {
        StringBuilder out = new StringBuilder();
        constants.forEach(
                constant -> out.append("import static ").append(constant).append(";\n"));
        out.append(constants.isEmpty() ? "" : "\n");
        types.forEach(type -> out.append("import ").append(type).append(";\n"));
        return out.append(types.isEmpty() ? "" : "\n").toString();
    }
}
