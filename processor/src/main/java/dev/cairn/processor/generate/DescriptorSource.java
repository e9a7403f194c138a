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
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredSeed;
import dev.cairn.processor.model.GeneratedSourceHeader;
import dev.cairn.processor.model.JavaName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement.QueryText;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
}
