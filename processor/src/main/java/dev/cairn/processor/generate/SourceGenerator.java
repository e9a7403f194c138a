package dev.cairn.processor.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import dev.cairn.processor.model.CheckedQuery;
import dev.cairn.processor.model.DescriptorFormat;
import dev.cairn.processor.model.GeneratedSourceHeader;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.MigrationDeclaration;
import dev.cairn.processor.model.MigrationHistory;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.QueryDeclaration;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.model.SubstituteClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/**
 * Generates the sources of descriptors, migrations, schemas and query implementations for one environment. It is the
 * only entry point of the package, and a pure function of declarations.
 */
public final class SourceGenerator {
    /** The format version of generated sources. */
    static final int FORMAT_VERSION = DescriptorFormat.CURRENT;

    static final ClassName GENERATED_ANNOTATION = ClassName.get("javax.annotation.processing", "Generated");
    private static final ClassName SUPPRESS_WARNINGS = ClassName.get("java.lang", "SuppressWarnings");

    private final GenerationEnvironment environment;

    public SourceGenerator(GenerationEnvironment environment) {
        this.environment = environment;
    }

    /** Returns the source of the descriptor of a table or view. */
    public String generateDescriptor(ObjectDeclaration declaration) {
        DescriptorContent content = DescriptorContent.of(declaration);
        JavaFile.Builder fileBuilder = createFileBuilder(
                content.recordName().packageName(),
                content.renderHeader(),
                new DescriptorClassGenerator(content).generateType(),
                List.of());
        content.valueAccessGenerator()
                .runtimeConstantNames()
                .forEach(constant -> fileBuilder.addStaticImport(RuntimeClassNames.VALUE_TYPE, constant));
        return fileBuilder.build().toString();
    }

    /**
     * Returns the source of a substitute. That of a descriptor or of a schema has its instance, which sources import by
     * name.
     */
    public String generateSubstitute(SubstituteClass substitute) {
        ClassName className = JavaTypes.toClassName(substitute.className());
        TypeSpec.Builder typeBuilder = TypeSpec.classBuilder(className).addModifiers(Modifier.PUBLIC, Modifier.FINAL);
        if (substitute.replacedClass() != SubstituteClass.ReplacedClass.QUERIES) {
            String instanceName = substitute.replacedClass() == SubstituteClass.ReplacedClass.SCHEMA
                    ? SchemaClassGenerator.INSTANCE_NAME
                    : MemberNames.toInstanceName(substitute.originName());
            typeBuilder.addField(
                    FieldSpec.builder(className, instanceName, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                            .initializer("new $T()", className)
                            .build());
        }
        return renderFile(substitute.originName(), typeBuilder);
    }

    /** Returns the source of the class of a migration. */
    public String generateMigration(MigrationDeclaration declaration) {
        return renderFile(declaration.typeName(), new MigrationClassGenerator(declaration).generateType());
    }

    /** Returns the source of the class of a schema. */
    public String generateSchema(SchemaRoot root, MigrationHistory history) {
        return renderFile(root.typeName(), new SchemaClassGenerator(root, history).generateType());
    }

    /**
     * Returns the source of the class that implements a query interface.
     *
     * @param inheritedNames the names of all members that the interface declares or inherits
     */
    public String generateQueries(
            QueryDeclaration declaration, List<CheckedQuery> queries, Set<String> inheritedNames) {
        QueryClassGenerator classGenerator = new QueryClassGenerator(declaration, queries, inheritedNames);
        List<String> extraSuppressions = classGenerator.mayOverrideVarargs() ? List.of("overrides") : List.of();
        JavaFile.Builder fileBuilder = createFileBuilder(
                declaration.typeName().packageName(),
                renderHeader(declaration.typeName()),
                classGenerator.generateType(),
                extraSuppressions);
        classGenerator
                .runtimeConstantNames()
                .forEach(constant -> fileBuilder.addStaticImport(RuntimeClassNames.VALUE_TYPE, constant));
        return fileBuilder.build().toString();
    }

    private String renderFile(JavaClassName originName, TypeSpec.Builder typeBuilder) {
        return createFileBuilder(originName.packageName(), renderHeader(originName), typeBuilder, List.of())
                .build()
                .toString();
    }

    private static String renderHeader(JavaClassName originName) {
        return new GeneratedSourceHeader(originName).text();
    }

    /**
     * Creates the builder of a generated file, and adds annotations to the builder of its type. The text of the file is
     * the same in each compilation.
     *
     * @param extraSuppressions warnings to suppress in addition to the warnings that all generated files suppress
     */
    private JavaFile.Builder createFileBuilder(
            String packageName, String comment, TypeSpec.Builder typeBuilder, List<String> extraSuppressions) {
        if (environment.hasGeneratedAnnotation()) {
            typeBuilder.addAnnotation(AnnotationSpec.builder(GENERATED_ANNOTATION)
                    .addMember("value", "$S", "dev.cairn")
                    .build());
        }
        typeBuilder.addAnnotation(createSuppressions(extraSuppressions));
        return JavaFile.builder(packageName, typeBuilder.build())
                .addFileComment("$L", comment)
                .skipJavaLangImports(!environment.hidesJavaLang())
                .indent("    ");
    }

    private AnnotationSpec createSuppressions(List<String> extraSuppressions) {
        List<String> codes = new ArrayList<>(environment.suppressedWarnings());
        codes.addAll(extraSuppressions);
        String literals = codes.stream().map(JavaLiteral::render).collect(Collectors.joining(", ", "{", "}"));
        return AnnotationSpec.builder(SUPPRESS_WARNINGS)
                .addMember("value", "$L", literals)
                .build();
    }
}
