package dev.cairn.processor.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.DescriptorFormat;
import dev.cairn.processor.model.GeneratedSourceHeader;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHistory;
import dev.cairn.processor.model.QueryInterface;
import dev.cairn.processor.model.Root;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Generates sources for one environment. */
public final class SourceGenerator {
    /** The format version of generated sources. */
    static final int FORMAT = DescriptorFormat.CURRENT;

    private static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");
    private static final ClassName SUPPRESS_WARNINGS = ClassName.get("java.lang", "SuppressWarnings");

    private final GenerationEnvironment surroundings;
    private final Map<List<Object>, DescriptorTemplate> frames = new HashMap<>();

    public SourceGenerator(GenerationEnvironment surroundings) {
        this.surroundings = surroundings;
    }

    /** The descriptor of a table or view. */
    public String descriptor(Declaration declaration) {
        return new DescriptorSource(declaration).text(this);
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
    public String queries(QueryInterface queries, Set<String> inherited) {
        QueriesSource source = new QueriesSource(queries, inherited);
        List<String> unfounded = source.hasVariableArity() ? List.of("overrides") : List.of();
        JavaFile.Builder file = file(queries.type().inPackage(), header(queries.type()), source.type(), unfounded);
        source.scalars().forEach(scalar -> file.addStaticImport(RuntimeNames.VALUE_TYPE, scalar));
        return file.build().toString();
    }

    private String text(JavaName from, TypeSpec.Builder type) {
        return file(from.inPackage(), header(from), type).build().toString();
    }

    private static String header(JavaName from) {
        return new GeneratedSourceHeader(from).text();
    }

    /** The template of equal descriptors, created for the first one. */
    DescriptorTemplate frame(List<Object> likeness, Supplier<DescriptorTemplate> creation) {
        return frames.computeIfAbsent(likeness, first -> creation.get());
    }

    /** The header of generated files, which is the same in each compile. */
    JavaFile.Builder file(String inPackage, String comment, TypeSpec.Builder type) {
        return file(inPackage, comment, type, List.of());
    }

    /** @param suppressed warnings that are suppressed besides those of all generated files */
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

    /**
     * {@code @Deprecated} on a record concerns the users of the record, and the exports of a module concern its author: generated
     * code suppresses these warnings.
     */
    private AnnotationSpec suppressions(List<String> others) {
        List<String> codes = new ArrayList<>(List.of("deprecation", "removal"));
        if (surroundings.inModule()) {
            codes.add("exports");
        }
        codes.addAll(others);
        String literals = codes.stream().map(JavaLiteral::literal).collect(Collectors.joining(", ", "{", "}"));
        return AnnotationSpec.builder(SUPPRESS_WARNINGS)
                .addMember("value", "$L", literals)
                .build();
    }
}
