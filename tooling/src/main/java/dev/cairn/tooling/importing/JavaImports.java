package dev.cairn.tooling.importing;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Collects the imports of one generated source. Each of the methods named import… adds an import, and returns what the
 * source contains instead of the qualified name.
 */
final class JavaImports {
    private static final String ANNOTATION_PACKAGE = "dev.cairn.annotation.";

    private final SortedSet<String> types = new TreeSet<>();
    private final SortedSet<String> constants = new TreeSet<>();

    ImportedAnnotation importAnnotation(String name) {
        types.add(ANNOTATION_PACKAGE + name);
        return ImportedAnnotation.of(name);
    }

    /** Imports an annotation of a subpackage. The name of the subpackage ends with a dot, such as {@code access.}. */
    ImportedAnnotation importAnnotation(String subpackage, String name) {
        types.add(ANNOTATION_PACKAGE + subpackage + name);
        return ImportedAnnotation.of(name);
    }

    /** Imports a constant of an enum, and returns its simple name. */
    String importConstant(String constant, String enumName) {
        constants.add(ANNOTATION_PACKAGE + enumName + "." + constant);
        return constant;
    }

    /** Imports a class, and returns its simple name. */
    String importType(String packageName, String name) {
        types.add(packageName + "." + name);
        return name;
    }

    /** Returns the import declarations with an empty line after each group; empty if there are none. */
    String render() {
        StringBuilder source = new StringBuilder();
        constants.forEach(
                constant -> source.append("import static ").append(constant).append(";\n"));
        source.append(constants.isEmpty() ? "" : "\n");
        types.forEach(type -> source.append("import ").append(type).append(";\n"));
        return source.append(types.isEmpty() ? "" : "\n").toString();
    }
}
