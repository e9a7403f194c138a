package dev.cairn.processor.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.cairn.processor.generate.DescriptorContent.DescriptorTexts;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.EnumColumn;
import dev.cairn.processor.model.EnumColumn.PathStep;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.model.PreviousName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Generates {@code @Declared}, from which a later compilation reads a record whose source it does not contain. */
record DeclaredAnnotationGenerator(ObjectDeclaration declaration, DescriptorTexts texts) {
    /** Returns whether the columns must be stored in addition to the statement, which does not declare their types. */
    private boolean storesColumns() {
        return declaration.kind() == Kind.VIEW || declaration.kind() == Kind.MATERIALIZED_VIEW;
    }

    /** Creates the annotation, whose values refer to constants of the descriptor. */
    AnnotationSpec createAnnotation(ClassName descriptorClass) {
        AnnotationSpec.Builder annotationBuilder = AnnotationSpec.builder(RuntimeClassNames.DECLARED)
                .addMember("format", "$L", SourceGenerator.FORMAT_VERSION)
                .addMember("ddl", texts.ddl().renderAnnotationValue(descriptorClass));
        if (storesColumns()) {
            annotationBuilder.addMember("columns", renderLiterals(JavaLiteral.split(renderColumns())));
        }
        if (texts.query() != null) {
            annotationBuilder.addMember("query", texts.query().renderAnnotationValue(descriptorClass));
        }
        if (texts.seed() != null) {
            annotationBuilder.addMember("seed", texts.seed().renderAnnotationValue(descriptorClass));
        }
        if (texts.dataTests() != null) {
            annotationBuilder.addMember("dataTests", texts.dataTests().renderAnnotationValue(descriptorClass));
        }
        texts.variants()
                .forEach(variant ->
                        annotationBuilder.addMember("variants", "$L", variant.createAnnotation(descriptorClass)));
        if (declaration.matchesColumnsByPosition()) {
            annotationBuilder.addMember("byPosition", "true");
        }
        if (declaration.isNullMarked()) {
            annotationBuilder.addMember("nullMarked", "true");
        }
        addOptionalMembers(annotationBuilder);
        return annotationBuilder.build();
    }

    private void addOptionalMembers(AnnotationSpec.Builder annotationBuilder) {
        PreviousName previousName = declaration.previousName();
        if (previousName != null) {
            annotationBuilder.addMember("renamedFrom", "$L", JavaLiteral.render(previousName.name()));
        }
        addLiterals(annotationBuilder, "renamedColumns", renamedColumnPairs());
        addLiterals(annotationBuilder, "enums", enumColumnPairs());
        if (declaration.query() != null) {
            addLiterals(annotationBuilder, "primitives", primitiveColumnNames());
        }
        addLiterals(annotationBuilder, "allowed", List.copyOf(allowedCodes()));
    }

    private static void addLiterals(AnnotationSpec.Builder annotationBuilder, String memberName, List<String> texts) {
        if (!texts.isEmpty()) {
            annotationBuilder.addMember(memberName, renderLiterals(texts));
        }
    }

    private static CodeBlock renderLiterals(List<String> texts) {
        String literals = texts.stream().map(JavaLiteral::render).collect(Collectors.joining(", "));
        return CodeBlock.of("$L", texts.size() == 1 ? literals : "{" + literals + "}");
    }

    /** Returns a CREATE TABLE that declares the columns with their types. */
    private String renderColumns() {
        List<ColumnDefinition> columns =
                declaration.columns().stream().map(DeclaredColumn::definition).toList();
        return Sql.render(CreateTable.of(
                CreatedObject.of(declaration).name(),
                columns,
                declaration.statement().span()));
    }

    /** Returns each renamed column, followed by its previous name. */
    private List<String> renamedColumnPairs() {
        List<String> names = new ArrayList<>();
        for (DeclaredColumn column : declaration.columns()) {
            PreviousName previousName = column.previousName();
            if (previousName != null) {
                names.add(column.name());
                names.add(previousName.name());
            }
        }
        return names;
    }

    /** Returns each column of an enum, followed by the name of the enum. */
    private List<String> enumColumnPairs() {
        List<String> names = new ArrayList<>();
        for (EnumColumn enumColumn : EnumColumn.findIn(declaration, "")) {
            // Maps and structs need no entry: their stored types name the enums.
            if (enumColumn.hasConstantsAsValues() || enumColumn.path().equals(List.of(PathStep.ELEMENTS))) {
                names.add(enumColumn.columnName());
                names.add(enumColumn.enumType().name().qualifiedName());
            }
        }
        return names;
    }

    private List<String> primitiveColumnNames() {
        return declaration.columns().stream()
                .filter(column -> column.javaType().isPrimitive())
                .map(DeclaredColumn::name)
                .toList();
    }

    private Set<String> allowedCodes() {
        Set<String> codes = new TreeSet<>();
        declaration.allowedWarnings().stream().map(AllowedWarning::code).forEach(codes::add);
        declaration
                .columns()
                .forEach(column -> column.allowedWarnings().stream()
                        .map(AllowedWarning::code)
                        .forEach(codes::add));
        return codes;
    }
}
