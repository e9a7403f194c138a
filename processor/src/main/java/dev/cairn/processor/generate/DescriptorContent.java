package dev.cairn.processor.generate;

import com.palantir.javapoet.ClassName;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredSeed;
import dev.cairn.processor.model.GeneratedSourceHeader;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The parts of the source of a descriptor, which {@link DescriptorClassGenerator} assembles.
 *
 * @param instanceName the name of the only instance
 */
record DescriptorContent(
        ObjectDeclaration declaration,
        CreatedObject createdObject,
        String instanceName,
        DescriptorTexts texts,
        DescriptorCode code) {
    /**
     * The statements in the source of a descriptor.
     *
     * @param query the query of a snapshot table; null for all other objects
     * @param seed the rows that the table starts with; null for an empty table
     * @param dataTests the names and the queries of the data tests, alternately; null without data tests
     */
    record DescriptorTexts(
            TextConstant ddl,
            @Nullable TextConstant query,
            @Nullable TextConstant seed,
            @Nullable TextConstant dataTests,
            List<VariantConstants> variants) {}

    /**
     * The fields and methods of a descriptor.
     *
     * @param recordCode the conversion between rows and records
     */
    record DescriptorCode(
            ValueAccessGenerator valueAccessGenerator,
            RecordConversionCode recordCode,
            ColumnFieldGenerator columnFieldGenerator) {}

    TextConstant ddl() {
        return texts.ddl;
    }

    @Nullable
    TextConstant query() {
        return texts.query;
    }

    @Nullable
    TextConstant seed() {
        return texts.seed;
    }

    @Nullable
    TextConstant dataTests() {
        return texts.dataTests;
    }

    List<VariantConstants> variants() {
        return texts.variants;
    }

    ValueAccessGenerator valueAccessGenerator() {
        return code.valueAccessGenerator;
    }

    RecordConversionCode recordCode() {
        return code.recordCode;
    }

    ColumnFieldGenerator columnFieldGenerator() {
        return code.columnFieldGenerator;
    }

    static DescriptorContent of(ObjectDeclaration declaration) {
        CreatedObject createdObject = CreatedObject.of(declaration);
        MemberNames fieldNames = new MemberNames(declaration.recordName());
        TextConstant ddl = TextConstant.of("DDL", Sql.render(declaration.statement()), fieldNames);
        QueryText queryText = declaration.query();
        TextConstant query = declaration.kind() == Kind.SNAPSHOT_TABLE && queryText != null
                ? TextConstant.of("QUERY", queryText.text(), fieldNames)
                : null;
        DeclaredSeed declaredSeed = declaration.seed();
        TextConstant seed = declaredSeed == null || declaredSeed.rows().isEmpty()
                ? null
                : TextConstant.of("SEED", declaredSeed.renderStatements(declaration.name()), fieldNames);
        List<String> dataTestNamesAndQueries = declaration.dataTests().stream()
                .flatMap(test -> Stream.of(test.name(), test.sql()))
                .toList();
        TextConstant dataTests = dataTestNamesAndQueries.isEmpty()
                ? null
                : TextConstant.of("DATA_TEST", dataTestNamesAndQueries, fieldNames);
        List<VariantConstants> variants = VariantConstants.of(declaration, query != null, fieldNames);
        ValueAccessGenerator valueAccessGenerator = new ValueAccessGenerator(fieldNames);
        RecordConversionCode recordCode = new RecordConversionCode(
                declaration.shape(),
                declaration.columns().stream().map(DeclaredColumn::javaType).toList(),
                valueAccessGenerator);
        ColumnFieldGenerator columnFieldGenerator = new ColumnFieldGenerator(
                declaration.columns(),
                fieldNames.reserveColumnFieldNames(declaration),
                createdObject.primaryKeyNames(),
                valueAccessGenerator);
        return new DescriptorContent(
                declaration,
                createdObject,
                MemberNames.toInstanceName(declaration.recordName()),
                new DescriptorTexts(ddl, query, seed, dataTests, variants),
                new DescriptorCode(valueAccessGenerator, recordCode, columnFieldGenerator));
    }

    JavaClassName recordName() {
        return declaration.recordName();
    }

    JavaClassName descriptorName() {
        return declaration.descriptorName();
    }

    /** Returns the class that the descriptor extends. */
    ClassName superclass() {
        return createdObject.descriptorSuperclass(declaration.kind());
    }

    /** Returns whether records can be written to the object. */
    boolean isWritable() {
        return declaration.kind() == Kind.TABLE;
    }

    DeclaredAnnotationGenerator annotationGenerator() {
        return new DeclaredAnnotationGenerator(declaration, texts);
    }

    /** Returns the text of the comment in the first line. */
    String renderHeader() {
        return new GeneratedSourceHeader(recordName()).text();
    }

    /** Returns the parts of the object's name as constructor arguments. */
    String renderNameArguments() {
        return createdObject.paddedNameParts(declaration.kind() == Kind.EXTERNAL ? 3 : 2).stream()
                .map(JavaLiteral::render)
                .collect(Collectors.joining(", "));
    }

    /** Returns the Javadoc of the class. */
    String renderDocumentation() {
        String comment = createdObject.comment();
        String ddlText = JavadocText.preformat(Sql.render(declaration.statement()))
                + declaration.variants().stream()
                        .map(variant -> "\n\nOn "
                                + JavadocText.escape(variant.serverCondition().toString()) + ":\n\n"
                                + JavadocText.preformat(Sql.render(variant.statement())))
                        .collect(Collectors.joining());
        return comment == null || comment.isEmpty() ? ddlText : JavadocText.escape(comment) + "\n\n" + ddlText;
    }
}
