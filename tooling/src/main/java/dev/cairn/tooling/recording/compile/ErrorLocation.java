package dev.cairn.tooling.recording.compile;

import dev.cairn.processor.model.SchemaSources;
import java.util.Optional;

/**
 * The part of a source in which javac found an error.
 *
 * @param part the kind of the part
 * @param packageName the package of the source
 * @param typeName the qualified name of the innermost declared type; empty outside types
 * @param isInSchemaAnnotation whether the error is in an annotation with an attribute {@code schema}, such as
 *     {@code @Migration}
 * @param attribute the attribute whose value contains the error, {@code name of @Property in source of @RoutineLoad};
 *     empty if it is not in the value of an attribute
 * @param unresolvedType the name that javac can't resolve; empty if the error is not about a name
 */
public record ErrorLocation(
        Part part,
        String packageName,
        String typeName,
        boolean isInSchemaAnnotation,
        String attribute,
        Optional<UnresolvedType> unresolvedType) {

    /** The parts of a source. */
    public enum Part {
        /** The annotations of a module. */
        MODULE,
        /** The annotations of a package. */
        PACKAGE,
        /** The type without its members, but with the components of a record. */
        HEADER,
        /** The signature or the body of a method, or a field. */
        MEMBER,
        /** Imports, which declare nothing, and the directives of a module. */
        OTHER
    }

    /**
     * Returns whether an error at this location may change what Cairn reads as the schema. Other errors do not matter,
     * such as errors in code that uses missing generated classes. An annotation that javac can't resolve may be the
     * misspelt annotation of a migration.
     */
    public boolean mayAffect(SchemaSources sources) {
        return switch (part) {
            case MODULE -> true;
            case PACKAGE -> sources.packageNames().contains(packageName);
            case HEADER ->
                sources.typeNames().contains(typeName)
                        || sources.migrationNames().contains(typeName)
                        || (isInSchemaAnnotation && packageName.equals(sources.migrationsPackage()));
            case MEMBER -> sources.migrationNames().contains(typeName);
            case OTHER -> false;
        };
    }
}
