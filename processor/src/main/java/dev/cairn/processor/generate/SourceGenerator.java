package dev.cairn.processor.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DescriptorFormat;
import dev.cairn.processor.model.GeneratedSourceHeader;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHistory;
import dev.cairn.processor.model.QueryDeclaration;
import dev.cairn.processor.model.Root;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Generates sources for one environment. */
public final class SourceGenerator {
    /** The format version of generated sources. */
    static final int FORMAT = DescriptorFormat.CURRENT;

    static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");
    private static final ClassName SUPPRESS_WARNINGS = ClassName.get("java.lang", "SuppressWarnings");

    private final GenerationEnvironment surroundings;

    public SourceGenerator(GenerationEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    /** The descriptor of a table or view. */
    public String descriptor(Declaration declaration) {
        DescriptorParts parts = DescriptorParts.of(declaration);
        JavaFile.Builder file =
                file(parts.record().inPackage(), parts.header(), new DescriptorSource(parts).type(), List.of());
        parts.types().scalars().forEach(scalar -> file.addStaticImport(RuntimeNames.VALUE_TYPE, scalar));
        return file.build().toString();
    }

    /** The class of a recorded migration. */
    public String migration(MigrationDeclaration declaration) {
        return text(declaration.type(), new MigrationClassSource(declaration).type());
    }

    /** The class of a schema. */
    public String schema(Root root, MigrationHistory history) {
        return text(root.type(), new SchemaSource(root, history).type());
    }

    /**
     * The class that implements an interface of queries.
     *
     * @param inherited the names of all members that the interface declares or inherits
     */
    public String queries(QueryDeclaration declaration, List<CheckedQuery> queries, Set<String> inherited) {
        QueriesSource source = new QueriesSource(declaration, queries, inherited);
        List<String> unfounded = source.hasVariableArity() ? List.of("overrides") : List.of();
        JavaFile.Builder file =
                file(declaration.type().inPackage(), header(declaration.type()), source.type(), unfounded);
        source.scalars().forEach(scalar -> file.addStaticImport(RuntimeNames.VALUE_TYPE, scalar));
        return file.build().toString();
    }

    private String text(JavaName from, TypeSpec.Builder type) {
        return file(from.inPackage(), header(from), type, List.of()).build().toString();
    }

    private static String header(JavaName from) {
        return new GeneratedSourceHeader(from).text();
    }

    /**
     * The beginning of a generated file, which is the same in each compile.
     *
     * @param suppressed warnings that are suppressed besides those of all generated files
     */
    private JavaFile.Builder file(String inPackage, String comment, TypeSpec.Builder type, List<String> suppressed) {
        if (surroundings.marked()) {
            type.addAnnotation(AnnotationSpec.builder(GENERATED)
                    .addMember("value", "$S", "dev.cairn")
                    .build());
        }
        type.addAnnotation(suppressions(suppressed));
        return JavaFile.builder(inPackage, type.build())
                .addFileComment("$L", comment)
                .skipJavaLangImports(!surroundings.crowded())
                .indent("    ");
    }

    private AnnotationSpec suppressions(List<String> others) {
        List<String> codes = new ArrayList<>(surroundings.suppressedWarnings());
        codes.addAll(others);
        String literals = codes.stream().map(JavaLiteral::literal).collect(Collectors.joining(", ", "{", "}"));
        return AnnotationSpec.builder(SUPPRESS_WARNINGS)
                .addMember("value", "$L", literals)
                .build();
    }
}
