package dev.cairn.processor.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.cairn.processor.generate.DescriptorTemplate.Slot;
import dev.cairn.processor.model.AllowedWarning;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.DeclaredVariant;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredSeed;
import dev.cairn.processor.model.GeneratedSourceHeader;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.OldName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Statement.CreateTable;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.ast.ViewStatement.CreateMaterializedView;
import dev.cairn.sql.ast.ViewStatement.CreateView;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The source of one descriptor: its only instance, its texts, types of values, a field for each column, and how its rows
 * are read and written.
 */
final class DescriptorSource {
    private static final ClassName LIST = ClassName.get("java.util", "List");
    private static final AnnotationSpec OVERRIDE =
            AnnotationSpec.builder(ClassName.get("java.lang", "Override")).build();

    private final Declaration declaration;
    private final CreatedObject target;
    private final JavaName record;
    private final JavaName descriptor;
    private final String instance;
    private final String statement;
    private final TextConstant ddl;
    private final @Nullable TextConstant query;
    private final @Nullable TextConstant seed;
    private final List<VariantTexts> variants;
    private final ValueTypes types;
    private final RecordCode shape;
    private final String writes;
    private final ColumnFields columns;
    private final DeclaredAnnotation annotation;

    DescriptorSource(Declaration declaration) {
        this.declaration = declaration;
        this.target = CreatedObject.of(declaration);
        this.record = declaration.record();
        this.descriptor = declaration.descriptor();
        FieldNames names = new FieldNames(record);
        this.instance = FieldNames.instance(record);
        this.statement = Sql.render(declaration.statement());
        this.ddl = TextConstant.of("DDL", statement, names);
        QueryText written = declaration.query();
        this.query = declaration.kind() == Kind.SNAPSHOT_TABLE && written != null
                ? TextConstant.of("QUERY", written.text(), names)
                : null;
        DeclaredSeed rows = declaration.seed();
        this.seed = rows == null || rows.rows().isEmpty()
                ? null
                : TextConstant.of("SEED", rows.statements(declaration.name()), names);
        this.variants = VariantTexts.of(declaration, query != null, names);
        this.annotation = new DeclaredAnnotation(declaration, ddl, query, seed, variants);
        this.types = new ValueTypes(names);
        this.shape = new RecordCode(
                declaration.shape(),
                declaration.columns().stream().map(DeclaredColumn::type).toList(),
                types);
        this.writes = declaration.kind() == Kind.TABLE ? shape.writes() : "";
        this.columns = new ColumnFields(declaration.columns(), names.columns(declaration), target.primaryKey(), types);
    }

    String text(SourceGenerator generation) {
        DescriptorTemplate frame = isAlike() ? generation.frame(likeness(), () -> alike(generation)) : own(generation);
        return frame.filled(texts(frame));
    }

    /** Whether the descriptor differs from others in slots only. */
    private boolean isAlike() {
        return annotation.isPlain()
                && ddl.isOne()
                && types.fields().isEmpty()
                && shape.isFlat()
                && !RuntimeNames.isTaken(record.simpleNames().get(0))
                && !RuntimeNames.isTaken(descriptor.simple());
    }

    /** The properties on which the template of a plain descriptor depends. */
    private List<Object> likeness() {
        return List.of(
                record.inPackage(),
                declaration.exported(),
                target.descriptor(declaration.kind()),
                ddl.names().get(0),
                columns.types(),
                types.scalars());
    }

    private DescriptorTemplate alike(SourceGenerator generation) {
        return frame(
                generation,
                ClassName.get(record.inPackage(), Slot.RECORD.text()),
                ClassName.get(record.inPackage(), Slot.DESCRIPTOR.text()),
                Slot.INSTANCE.text());
    }

    private DescriptorTemplate own(SourceGenerator generation) {
        return frame(generation, JavaTypes.name(record), JavaTypes.name(descriptor), instance);
    }

    private DescriptorTemplate frame(SourceGenerator generation, ClassName ofRecord, ClassName own, String only) {
        TypeSpec.Builder type = TypeSpec.classBuilder(own)
                .addJavadoc("$L", Slot.DOCUMENTATION.text())
                .addAnnotation(annotation.specification(own))
                .superclass(ParameterizedTypeName.get(target.descriptor(declaration.kind()), ofRecord))
                .addField(FieldSpec.builder(own, only, Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                        .initializer("new $T()", own)
                        .build())
                .addFields(ddl.fields(Slot.DDL))
                .addFields(query == null ? List.of() : query.fields())
                .addFields(seed == null ? List.of() : seed.fields())
                .addFields(variants.stream()
                        .flatMap(variant -> variant.fields().stream())
                        .toList())
                .addFields(types.fields());
        if (declaration.exported()) {
            type.addModifiers(Modifier.PUBLIC);
        }
        type.addModifiers(Modifier.FINAL);
        List<ColumnClass> columnTypes = List.copyOf(columns.types());
        for (int i = 0; i < columnTypes.size(); i++) {
            type.addField(FieldSpec.builder(columnTypes.get(i).of(ofRecord), Slot.COLUMNS.text() + i)
                    .build());
        }
        type.addMethods(methods(ofRecord));
        JavaFile.Builder file = generation.file(record.inPackage(), Slot.FROM.text(), type);
        types.scalars().forEach(scalar -> file.addStaticImport(RuntimeNames.VALUE_TYPE, scalar));
        return new DescriptorTemplate(file.build().toString(), columnTypes);
    }

    private List<MethodSpec> methods(ClassName ofRecord) {
        List<MethodSpec> methods = new ArrayList<>();
        methods.add(constructor());
        methods.add(overriding("read", ofRecord)
                .addParameter(RuntimeNames.ROW, "row")
                .addCode(read(ofRecord))
                .build());
        if (declaration.kind() == Kind.TABLE) {
            methods.add(overriding("write", TypeName.VOID)
                    .addParameter(ofRecord, "value")
                    .addParameter(RuntimeNames.ROW_SINK, "row")
                    .addCode("$L\n", Slot.WRITE.text())
                    .build());
        }
        if (seed != null) {
            methods.add(MethodSpec.methodBuilder("seed")
                    .addAnnotation(OVERRIDE)
                    .addModifiers(Modifier.PUBLIC)
                    .returns(ParameterizedTypeName.get(LIST, RuntimeNames.STRING))
                    .addStatement("return $T.of($L)", LIST, String.join(", ", seed.names()))
                    .build());
        }
        return methods;
    }

    /** The values of a flat record are a slot. */
    private CodeBlock read(ClassName ofRecord) {
        return shape.isFlat()
                ? CodeBlock.of("return new $T(\n$>$>$L)$<$<;\n", ofRecord, Slot.READ.text())
                : CodeBlock.of("return $L;\n", shape.construction());
    }

    private static MethodSpec.Builder overriding(String name, TypeName returned) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(OVERRIDE)
                .addModifiers(Modifier.PUBLIC)
                .returns(returned);
    }

    private MethodSpec constructor() {
        CodeBlock.Builder call = CodeBlock.builder().add("super($L, $L", SourceGenerator.FORMAT, Slot.NAME.text());
        if (query != null) {
            call.add(", $L, $L", query.expression(), declaration.byPosition());
        }
        call.add(", $L);\n", ddl.expression());
        variants.forEach(variant -> call.add(variant.call()));
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addCode(call.build())
                .build();
    }

    private Map<Slot, String> texts(DescriptorTemplate frame) {
        String named = String.join(".", record.simpleNames());
        Map<Slot, String> texts = new EnumMap<>(Slot.class);
        texts.put(Slot.FROM, new GeneratedSourceHeader(record).text());
        texts.put(Slot.RECORD, named);
        texts.put(Slot.DESCRIPTOR, descriptor.simple());
        texts.put(Slot.INSTANCE, instance);
        texts.put(Slot.DOCUMENTATION, SourceLines.documentation(documentation(), 0));
        texts.put(Slot.NAME, name());
        texts.put(Slot.DDL, SourceLines.indented(JavaLiteral.literal(statement), 2));
        texts.put(Slot.COLUMNS, columns.text(type -> frame.type(type, named)));
        texts.put(Slot.READ, SourceLines.indented(shape.reads(), 4));
        texts.put(Slot.WRITE, SourceLines.indented(writes, 2));
        return texts;
    }

    private String documentation() {
        String comment = target.comment();
        String ddlText = JavadocText.preformatted(statement)
                + declaration.variants().stream()
                        .map(variant -> "\n\nOn " + JavadocText.of(variant.on().toString()) + ":\n\n"
                                + JavadocText.preformatted(Sql.render(variant.statement())))
                        .collect(Collectors.joining());
        return comment == null || comment.isEmpty() ? ddlText : JavadocText.of(comment) + "\n\n" + ddlText;
    }

    private String name() {
        return target.nameParts(declaration.kind() == Kind.EXTERNAL ? 3 : 2).stream()
                .map(JavaLiteral::literal)
                .collect(Collectors.joining(", "));
    }

    /** Generates {@code @Declared}, from which roots read records without source. */
    private record DeclaredAnnotation(
            Declaration declaration,
            TextConstant ddl,
            @Nullable TextConstant query,
            @Nullable TextConstant seed,
            List<VariantTexts> variants) {
        /** Whether only the name and the DDL distinguish it from others of its kind. */
        boolean isPlain() {
            return !hasColumns()
                    && query == null
                    && seed == null
                    && variants.isEmpty()
                    && !declaration.byPosition()
                    && !declaration.nullMarked()
                    && declaration.renamedFrom() == null
                    && renamedColumns().isEmpty()
                    && allowed().isEmpty();
        }

        private boolean hasColumns() {
            return declaration.kind() == Kind.VIEW || declaration.kind() == Kind.MATERIALIZED_VIEW;
        }

        AnnotationSpec specification(ClassName descriptor) {
            AnnotationSpec.Builder annotation = AnnotationSpec.builder(RuntimeNames.DECLARED)
                    .addMember("format", "$L", SourceGenerator.FORMAT)
                    .addMember("ddl", ddl.annotationValue(descriptor));
            if (hasColumns()) {
                annotation.addMember("columns", texts(JavaLiteral.parts(columns())));
            }
            if (query != null) {
                annotation.addMember("query", query.annotationValue(descriptor));
            }
            if (seed != null) {
                annotation.addMember("seed", seed.annotationValue(descriptor));
            }
            variants.forEach(variant -> annotation.addMember("variants", "$L", variant.annotation(descriptor)));
            if (declaration.byPosition()) {
                annotation.addMember("byPosition", "true");
            }
            if (declaration.nullMarked()) {
                annotation.addMember("nullMarked", "true");
            }
            addNames(annotation);
            return annotation.build();
        }

        private void addNames(AnnotationSpec.Builder annotation) {
            OldName before = declaration.renamedFrom();
            if (before != null) {
                annotation.addMember("renamedFrom", "$L", JavaLiteral.literal(before.name()));
            }
            addTexts(annotation, "renamedColumns", renamedColumns());
            if (declaration.query() != null) {
                addTexts(annotation, "primitives", primitives());
            }
            addTexts(annotation, "allowed", List.copyOf(allowed()));
        }

        private static void addTexts(AnnotationSpec.Builder annotation, String member, List<String> texts) {
            if (!texts.isEmpty()) {
                annotation.addMember(member, texts(texts));
            }
        }

        private static CodeBlock texts(List<String> texts) {
            String literals = texts.stream().map(JavaLiteral::literal).collect(Collectors.joining(", "));
            return CodeBlock.of("$L", texts.size() == 1 ? literals : "{" + literals + "}");
        }

        private String columns() {
            List<ColumnDefinition> columns = declaration.columns().stream()
                    .map(DeclaredColumn::definition)
                    .toList();
            return Sql.render(CreateTable.of(
                    CreatedObject.of(declaration).name(),
                    columns,
                    declaration.statement().span()));
        }

        private List<String> renamedColumns() {
            List<String> names = new ArrayList<>();
            for (DeclaredColumn column : declaration.columns()) {
                OldName before = column.renamedFrom();
                if (before != null) {
                    names.add(column.name());
                    names.add(before.name());
                }
            }
            return names;
        }

        private List<String> primitives() {
            return declaration.columns().stream()
                    .filter(column -> column.type().isPrimitive())
                    .map(DeclaredColumn::name)
                    .toList();
        }

        private Set<String> allowed() {
            Set<String> tags = new TreeSet<>();
            declaration.allowed().stream().map(AllowedWarning::tag).forEach(tags::add);
            declaration
                    .columns()
                    .forEach(column ->
                            column.allowed().stream().map(AllowedWarning::tag).forEach(tags::add));
            return tags;
        }
    }

    /**
     * The parts of a variant that the descriptor contains.
     *
     * @param on the servers
     * @param query null unless the descriptor is one of a snapshot table
     */
    private record VariantTexts(
            String on, TextConstant ddl, @Nullable TextConstant query) {
        static List<VariantTexts> of(Declaration declaration, boolean filled, FieldNames names) {
            List<VariantTexts> texts = new ArrayList<>();
            for (DeclaredVariant variant : declaration.variants()) {
                String name = "VARIANT_" + (texts.size() + 1);
                QueryText select = variant.query();
                texts.add(new VariantTexts(
                        variant.on().toString(),
                        TextConstant.of(name, Sql.render(variant.statement()), names),
                        filled && select != null ? TextConstant.of(name + "_QUERY", select.text(), names) : null));
            }
            return texts;
        }

        List<FieldSpec> fields() {
            List<FieldSpec> fields = new ArrayList<>(ddl.fields());
            fields.addAll(query == null ? List.of() : query.fields());
            return fields;
        }

        /** The call in the constructor of the descriptor. */
        CodeBlock call() {
            CodeBlock.Builder call = CodeBlock.builder().add("variant($S, $L", on, ddl.expression());
            if (query != null) {
                call.add(", $L", query.expression());
            }
            return call.add(");\n").build();
        }

        /** The element of {@code @Declared}. */
        AnnotationSpec annotation(ClassName descriptor) {
            AnnotationSpec.Builder annotation = AnnotationSpec.builder(RuntimeNames.DECLARED.nestedClass("Variant"))
                    .addMember("on", "$S", on)
                    .addMember("ddl", ddl.annotationValue(descriptor));
            if (query != null) {
                annotation.addMember("query", query.annotationValue(descriptor));
            }
            return annotation.build();
        }
    }

    /**
     * The object that a declared statement creates, as far as the descriptor needs it.
     *
     * @param comment the comment, or null if the object has no comment
     * @param primaryKey the columns of the PRIMARY KEY; empty for all other objects
     */
    private record CreatedObject(
            QualifiedName name, @Nullable String comment, Set<String> primaryKey) {
        static CreatedObject of(Declaration declaration) {
            String comment = null;
            KeyClause key = null;
            if (declaration.statement() instanceof CreateTable table) {
                comment = table.comment();
                key = table.key();
            } else if (declaration.statement() instanceof CreateView view) {
                comment = view.comment();
            } else if (declaration.statement() instanceof CreateMaterializedView view) {
                comment = view.comment();
            }
            return new CreatedObject(declaration.name(), comment, primaryKey(key));
        }

        private static Set<String> primaryKey(@Nullable KeyClause key) {
            Set<String> columns = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
            if (key != null && key.model() == KeyModel.PRIMARY) {
                key.columns().forEach(column -> columns.add(column.text()));
            }
            return columns;
        }

        /** The class that the descriptor extends. */
        ClassName descriptor(Declaration.Kind kind) {
            return switch (kind) {
                case TABLE ->
                    RuntimeNames.schema(primaryKey.isEmpty() ? "TableDescriptor" : "PrimaryKeyTableDescriptor");
                case SNAPSHOT_TABLE -> RuntimeNames.schema("SnapshotTableDescriptor");
                case VIEW -> RuntimeNames.schema("ViewDescriptor");
                case MATERIALIZED_VIEW -> RuntimeNames.schema("MaterializedViewDescriptor");
                case EXTERNAL -> RuntimeNames.schema("ExternalDescriptor");
            };
        }

        /** The last parts of the name; missing ones are empty. */
        List<String> nameParts(int count) {
            List<String> parts = new ArrayList<>();
            for (int missing = name.parts().size(); missing < count; missing++) {
                parts.add("");
            }
            for (Name part : name.parts()) {
                parts.add(part.text());
            }
            return parts;
        }
    }

    /**
     * A text that a descriptor shares with its annotation, so that the class file contains it once; in several constants if it is
     * longer than one can be.
     */
    private record TextConstant(List<String> names, List<String> parts) {
        static TextConstant of(String name, String text, FieldNames fields) {
            return of(name, JavaLiteral.parts(text), fields);
        }

        static TextConstant of(String name, List<String> parts, FieldNames fields) {
            List<String> names = new ArrayList<>();
            for (int part = 1; part <= parts.size(); part++) {
                names.add(fields.free(parts.size() == 1 ? name : name + "_" + part));
            }
            return new TextConstant(names, parts);
        }

        /** Whether the text fits into one constant. */
        boolean isOne() {
            return parts.size() == 1;
        }

        List<FieldSpec> fields() {
            List<FieldSpec> fields = new ArrayList<>();
            for (int part = 0; part < parts.size(); part++) {
                fields.add(field(names.get(part), JavaLiteral.literal(parts.get(part))));
            }
            return fields;
        }

        /** The fields; the text of a single one is a slot. */
        List<FieldSpec> fields(Slot mark) {
            return isOne() ? List.of(field(names.get(0), mark.text())) : fields();
        }

        private static FieldSpec field(String name, String literal) {
            return FieldSpec.builder(RuntimeNames.STRING, name, Modifier.STATIC, Modifier.FINAL)
                    .initializer("$>$L$<", literal)
                    .build();
        }

        /** The expression of the whole text in the class. */
        CodeBlock expression() {
            return isOne()
                    ? CodeBlock.of("$L", names.get(0))
                    : CodeBlock.of("$T.join($S, $L)", RuntimeNames.STRING, "", String.join(", ", names));
        }

        /** The expression of the text in an annotation of the class. */
        CodeBlock annotationValue(ClassName owner) {
            CodeBlock values = names.stream()
                    .map(name -> CodeBlock.of("$T.$L", owner, name))
                    .collect(CodeBlock.joining(", "));
            return isOne() ? values : CodeBlock.of("{$L}", values);
        }
    }
}
