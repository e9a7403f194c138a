package dev.cairn.processor.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.cairn.processor.generate.DescriptorContent.DescriptorTexts;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.EnumColumn;
import dev.cairn.processor.model.EnumColumn.PathStep;
import dev.cairn.processor.model.PreviousName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Statement.CreateTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Generates {@code @Declared}, from which roots read records without source: a later compile sees their class files
 * only, in which no statement can be found.
 */
record DeclaredAnnotationGenerator(Declaration declaration, DescriptorTexts texts) {
    private boolean hasColumns() {
        return declaration.kind() == Kind.VIEW || declaration.kind() == Kind.MATERIALIZED_VIEW;
    }

    AnnotationSpec createSpec(ClassName descriptor) {
        AnnotationSpec.Builder annotation = AnnotationSpec.builder(RuntimeClassNames.DECLARED)
                .addMember("format", "$L", SourceGenerator.FORMAT_VERSION)
                .addMember("ddl", texts.ddl().renderAnnotationValue(descriptor));
        if (hasColumns()) {
            annotation.addMember("columns", renderTexts(JavaLiteral.split(renderColumns())));
        }
        if (texts.query() != null) {
            annotation.addMember("query", texts.query().renderAnnotationValue(descriptor));
        }
        if (texts.seed() != null) {
            annotation.addMember("seed", texts.seed().renderAnnotationValue(descriptor));
        }
        if (texts.dataTests() != null) {
            annotation.addMember("dataTests", texts.dataTests().renderAnnotationValue(descriptor));
        }
        texts.variants()
                .forEach(variant -> annotation.addMember("variants", "$L", variant.createAnnotation(descriptor)));
        if (declaration.isByPosition()) {
            annotation.addMember("byPosition", "true");
        }
        if (declaration.isNullMarked()) {
            annotation.addMember("nullMarked", "true");
        }
        addNames(annotation);
        return annotation.build();
    }

    private void addNames(AnnotationSpec.Builder annotation) {
        PreviousName previousName = declaration.previousName();
        if (previousName != null) {
            annotation.addMember("renamedFrom", "$L", JavaLiteral.render(previousName.name()));
        }
        addTexts(annotation, "renamedColumns", renamedColumns());
        addTexts(annotation, "enums", enumColumns());
        if (declaration.query() != null) {
            addTexts(annotation, "primitives", primitiveColumns());
        }
        addTexts(annotation, "allowed", List.copyOf(allowedCodes()));
    }

    private static void addTexts(AnnotationSpec.Builder annotation, String member, List<String> texts) {
        if (!texts.isEmpty()) {
            annotation.addMember(member, renderTexts(texts));
        }
    }

    private static CodeBlock renderTexts(List<String> texts) {
        String literals = texts.stream().map(JavaLiteral::render).collect(Collectors.joining(", "));
        return CodeBlock.of("$L", texts.size() == 1 ? literals : "{" + literals + "}");
    }

    private String renderColumns() {
        List<ColumnDefinition> columns =
                declaration.columns().stream().map(DeclaredColumn::definition).toList();
        return Sql.render(CreateTable.of(
                CreatedObject.of(declaration).name(),
                columns,
                declaration.statement().span()));
    }

    private List<String> renamedColumns() {
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

    private List<String> enumColumns() {
        List<String> columns = new ArrayList<>();
        for (EnumColumn column : EnumColumn.of(declaration, "")) {
            // The types of maps and structs are stored with the names of their enums.
            if (column.isWhole() || column.path().equals(List.of(PathStep.ELEMENTS))) {
                columns.add(column.column());
                columns.add(column.type().name().qualifiedName());
            }
        }
        return columns;
    }

    private List<String> primitiveColumns() {
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
