package dev.cairn.tooling.recording;

import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.Suggestion;
import dev.cairn.tooling.recording.RecordingException.Reason;
import dev.cairn.tooling.recording.compile.CompileError;
import dev.cairn.tooling.recording.compile.ErrorLocation;
import dev.cairn.tooling.recording.compile.ErrorLocation.Part;
import dev.cairn.tooling.recording.compile.UnresolvedType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.tools.ToolProvider;

/**
 * The errors of javac in the declarations of a schema. javac passes a declaration to processors without the parts that
 * it can't resolve: without a misspelt {@code @NotNull}, or without the {@code @NullMarked} of a missing archive. Cairn
 * would then read a schema that differs from the one that the sources declare.
 *
 * <p>A command that reads the declarations of sources and writes a file requires that there are no such errors. They
 * include neither errors that Cairn reports, such as a broken chain of migrations, nor errors in other code; see
 * {@link ErrorLocation#mayAffect}.
 */
public final class DeclarationErrors {
    private static final String GENERATED_TYPES_REMEDY =
            "\nTypes that other processors generate are read from the last compilation: compile first. The goals of Maven"
                    + " then find them; for cairn, add --sources target/generated-sources/annotations to the others.";

    private final String summary;
    private final List<CompileError> errors;
    private final List<String> missingTypeLines;
    private final SchemaCompilation compilation;

    private DeclarationErrors(
            String summary, List<CompileError> errors, List<String> missingTypeLines, SchemaCompilation compilation) {
        this.summary = summary;
        this.errors = errors;
        this.missingTypeLines = missingTypeLines;
        this.compilation = compilation;
    }

    /** Returns whether this Java runtime has a compiler. */
    public static boolean isCompilerAvailable() {
        return ToolProvider.getSystemJavaCompiler() != null;
    }

    /** Returns the errors in the declarations of a schema. */
    static DeclarationErrors of(SchemaCompilation compilation, SchemaRoot root) {
        return of(
                "the schema " + root.name(),
                compilation,
                location -> compilation.schemaSources().stream()
                        .anyMatch(
                                sources -> sources.rootName().equals(root.typeName()) && location.mayAffect(sources)));
    }

    /**
     * Returns the errors in the declarations of all schemas; all errors if javac stopped before it read annotations.
     */
    static DeclarationErrors of(SchemaCompilation compilation) {
        return compilation.isProcessed()
                ? of("a schema", compilation, location -> mayAffectAnySchema(compilation, location))
                : new DeclarationErrors(
                        "Because of these errors, javac does not read the declarations of the sources",
                        compilation.errors(),
                        List.of(),
                        compilation);
    }

    private static boolean mayAffectAnySchema(SchemaCompilation compilation, ErrorLocation location) {
        return compilation.schemaSources().stream().anyMatch(location::mayAffect);
    }

    /**
     * Requires that a project to which records are added has no errors in the declarations of its schemas, nor in the
     * annotations of the package of these records.
     *
     * @throws RecordingException if there is such an error, or if the project can't be compiled at all
     */
    public static void requireNoneIn(Project project, String packageName) {
        SchemaCompilation compilation = SchemaCompilation.compile(project);
        Predicate<ErrorLocation> isDeclaration = location -> location.part() == Part.MODULE
                || (location.part() == Part.PACKAGE && location.packageName().equals(packageName))
                || mayAffectAnySchema(compilation, location);
        (compilation.isProcessed() ? of("the existing sources", compilation, isDeclaration) : of(compilation))
                .requireNone();
    }

    private static DeclarationErrors of(
            String subject, SchemaCompilation compilation, Predicate<ErrorLocation> isDeclaration) {
        return new DeclarationErrors(
                "javac finds errors in the declarations of " + subject
                        + ", so Cairn would read something other than they declare",
                compilation.errors().stream()
                        .filter(error ->
                                error.findLocation().filter(isDeclaration).isPresent())
                        .toList(),
                compilation.errorLines().stream()
                        .filter(DeclarationErrors::namesMissingType)
                        .toList(),
                compilation);
    }

    private static boolean namesMissingType(String error) {
        return error.contains("[" + CompileRule.UNRESOLVED_TYPE.code() + "]");
    }

    /**
     * Returns the remedy for types that are missing because nothing has generated them yet, as the end of a message;
     * empty if no error names such a type.
     */
    static String describeMissingTypesRemedy(List<String> errorLines) {
        return errorLines.stream().anyMatch(DeclarationErrors::namesMissingType) ? GENERATED_TYPES_REMEDY : "";
    }

    /**
     * Requires that there are no errors.
     *
     * @throws RecordingException if there is an error; the message names each error and the remedies
     */
    void requireNone() {
        if (errors.isEmpty()) {
            return;
        }
        Set<String> lines = new LinkedHashSet<>();
        Set<String> missingNames = new LinkedHashSet<>();
        for (CompileError error : errors) {
            Optional<UnresolvedType> unresolvedType = error.findLocation().flatMap(ErrorLocation::unresolvedType);
            Optional<String> missingType = error.findLocation().flatMap(DeclarationErrors::findMissingLibraryType);
            Optional<String> similarAnnotation =
                    missingType.isPresent() ? Optional.empty() : unresolvedType.flatMap(this::findSimilarAnnotation);
            missingType.ifPresent(missingNames::add);
            if (missingType.isEmpty() && similarAnnotation.isEmpty()) {
                unresolvedType.ifPresent(type -> missingNames.addAll(findAbsentPackages(type)));
            }
            lines.add(error.text()
                    + similarAnnotation
                            .map(name -> "\n  did you mean " + name + "?")
                            .orElse(""));
        }
        lines.addAll(missingTypeLines); // Cairn's own findings about some of these errors
        throw new RecordingException(
                Reason.SOURCES,
                summary + ". Nothing was written:\n" + String.join("\n", lines) + describeRemedy(missingNames)
                        + describeMissingTypesRemedy(missingTypeLines));
    }

    private static String describeRemedy(Set<String> missingNames) {
        return missingNames.isEmpty()
                ? ""
                : "\nThe class path lacks " + String.join(", ", missingNames)
                        + ": add the archives that contain them, as dependencies in the build file or as --class-path.";
    }

    /** Returns the name of a type of another library that the class path lacks; empty for other errors. */
    private static Optional<String> findMissingLibraryType(ErrorLocation location) {
        return location.unresolvedType()
                .flatMap(UnresolvedType::findQualifiedName)
                .filter(type -> !type.startsWith(SchemaCompilation.ANNOTATION_PACKAGE + "."))
                .filter(type -> !type.startsWith(location.packageName() + "."));
    }

    /** Returns the packages that may contain an unqualified name, but are not in the class path. */
    private List<String> findAbsentPackages(UnresolvedType type) {
        return type.possiblePackages().stream()
                .filter(importedPackage -> compilation.errors().stream()
                        .flatMap(error -> error.findLocation().stream())
                        .filter(location -> location.part() == Part.OTHER)
                        .flatMap(location -> location.unresolvedType().stream())
                        .anyMatch(otherType -> otherType.isWildcardImport(importedPackage)))
                .toList();
    }

    /** Returns the annotation of Cairn whose name is similar to a name that javac can't resolve. */
    private Optional<String> findSimilarAnnotation(UnresolvedType type) {
        return compilation.annotationNames().contains(type.simpleName())
                ? Optional.empty()
                : Suggestion.findNearest(type.simpleName(), compilation.annotationNames());
    }
}
