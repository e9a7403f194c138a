package dev.cairn.processor.model;

import java.util.List;

/**
 * The name of a class: its package, empty if unnamed, and the simple names of the enclosing classes and of the class.
 */
public record JavaClassName(String packageName, List<String> simpleNames) {
    public JavaClassName {
        simpleNames = List.copyOf(simpleNames);
    }

    /** Returns the name in source code. */
    public String qualifiedName() {
        String nestedName = String.join(".", simpleNames);
        return packageName.isEmpty() ? nestedName : packageName + "." + nestedName;
    }

    /** Returns the path of the source file in the directory of sources, for the name of a top-level class. */
    public String sourcePath() {
        return qualifiedName().replace('.', '/') + ".java";
    }

    public String simpleName() {
        return simpleNames.get(simpleNames.size() - 1);
    }

    /** Returns the name of a generated class in the same package: the joined simple names and a suffix. */
    public JavaClassName generatedClassName(String suffix) {
        return new JavaClassName(packageName, List.of(String.join("", simpleNames) + suffix));
    }

    /** Returns the name of the class that is generated for the schema whose root has this name. */
    public JavaClassName schemaClassName() {
        return generatedClassName("Schema");
    }

    /** Returns the name of the class that is generated for the query interface with this name. */
    public JavaClassName queriesClassName() {
        return generatedClassName("Queries");
    }

    /**
     * This method is written by hand, like {@link #equals}: method handles link the generated methods of records, which
     * delays the first compilation in each process.
     */
    @Override
    public int hashCode() {
        return 31 * packageName.hashCode() + simpleNames.hashCode();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JavaClassName name
                && packageName.equals(name.packageName)
                && simpleNames.equals(name.simpleNames);
    }

    @Override
    public String toString() {
        return qualifiedName();
    }
}
