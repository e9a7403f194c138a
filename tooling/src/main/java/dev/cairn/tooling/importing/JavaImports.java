package dev.cairn.tooling.importing;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Collects the imports of one generated source. Each of the methods named import… adds an import, and returns what the
 * source contains instead of the qualified name.
 */
final class JavaImports {
    private static final String ANNOTATION_PACKAGE_PREFIX = "dev.cairn.annotation.";

    private final SortedSet<String> typeNames = new TreeSet<>();
    private final SortedSet<String> constantNames = new TreeSet<>();

    ImportedAnnotation importAnnotation(String name) {
        typeNames.add(ANNOTATION_PACKAGE_PREFIX + name);
        return ImportedAnnotation.of(name);
    }

    /** Imports an annotation of a subpackage. The name of the subpackage ends with a dot, such as {@code access.}. */
    ImportedAnnotation importAnnotation(String subpackage, String name) {
        typeNames.add(ANNOTATION_PACKAGE_PREFIX + subpackage + name);
        return ImportedAnnotation.of(name);
    }

    /** Imports a constant of an enum, and returns its simple name. */
    String importConstant(String constant, String enumName) {
        constantNames.add(ANNOTATION_PACKAGE_PREFIX + enumName + "." + constant);
        return constant;
    }

    /** Imports a class, and returns its simple name. */
    String importType(String packageName, String name) {
        typeNames.add(packageName + "." + name);
        return name;
    }

    /** Returns the import declarations with an empty line after each group; empty if there are none. */
    String render() {
        StringBuilder source = new StringBuilder();
        constantNames.forEach(
                constant -> source.append("import static ").append(constant).append(";\n"));
        source.append(constantNames.isEmpty() ? "" : "\n");
        typeNames.forEach(type -> source.append("import ").append(type).append(";\n"));
        return source.append(typeNames.isEmpty() ? "" : "\n").toString();
    }
}
