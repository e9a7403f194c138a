package dev.cairn.processor.generate;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.sql.Sql;
import dev.cairn.sql.Statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/**
 * The source of one descriptor: its only instance, its texts, types of values, a field for each column, and how its rows
 * are read and written.
 */
final class DescriptorSource {
    private static final AnnotationSpec OVERRIDE =
            AnnotationSpec.builder(ClassName.get("java.lang", "Override")).build();

    private final Declaration declaration;
    private final Target target;
    private final ClassName record;
    private final ClassName descriptor;
    private final FieldNames names;
    private final String statement;
    private final Constant ddl;
    private final @Nullable Constant query;
    private final ValueTypes types;

    DescriptorSource(Declaration declaration) {
        this.declaration = declaration;
        this.target = Target.of(declaration);
        this.record = JavaTypes.name(declaration.record());
        this.descriptor = JavaTypes.name(declaration.descriptor());
        this.names = new FieldNames(declaration.record());
        this.statement = Sql.render(declaration.statement());
        this.ddl = Constant.of("DDL", statement, names);
        QueryText written = declaration.query();
        this.query = declaration.kind() == Kind.SNAPSHOT_TABLE && written != null
                ? Constant.of("QUERY", written.text(), names)
                : null;
        this.types = new ValueTypes(names);
    }

    TypeSpec.Builder type() {
        List<MethodSpec> methods = methods();
        TypeSpec.Builder type = TypeSpec.classBuilder(descriptor)
                .addJavadoc("$L", documentation())
                .addAnnotation(new DeclaredAnnotation(declaration, descriptor, ddl, query).specification())
                .superclass(ParameterizedTypeName.get(target.descriptor(declaration.kind()), record));
        if (declaration.exported()) {
            type.addModifiers(Modifier.PUBLIC);
        }
        return type.addModifiers(Modifier.FINAL)
                .addField(FieldSpec.builder(
                                descriptor, names.instance(), Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                        .initializer("new $T()", descriptor)
                        .build())
                .addFields(ddl.fields())
                .addFields(query == null ? List.of() : query.fields())
                .addFields(types.fields())
                .addFields(new ColumnFields(record, target.primaryKey(), types)
                        .of(declaration.columns(), names.columns(declaration)))
                .addMethods(methods);
    }

    /** The constants of the runtime's {@code ValueType} that the source names without their class. */
    Set<String> scalars() {
        return types.scalars();
    }

    private String documentation() {
        String comment = target.comment();
        String ddlText = Comment.preformatted(statement);
        return comment == null || comment.isEmpty() ? ddlText : Comment.of(comment) + "\n\n" + ddlText;
    }

    private List<MethodSpec> methods() {
        ShapeCode shape = new ShapeCode(declaration.columns(), types);
        List<MethodSpec> methods = new ArrayList<>();
        methods.add(constructor());
        methods.add(overriding("read", record)
                .addParameter(RuntimeNames.ROW, "row")
                .addCode(shape.read(declaration.shape()))
                .build());
        if (declaration.kind() == Kind.TABLE) {
            methods.add(overriding("write", TypeName.VOID)
                    .addParameter(record, "value")
                    .addParameter(RuntimeNames.ROW_SINK, "row")
                    .addCode(shape.write(declaration.shape()))
                    .build());
        }
        return methods;
    }

    private static MethodSpec.Builder overriding(String name, TypeName returned) {
        return MethodSpec.methodBuilder(name)
                .addAnnotation(OVERRIDE)
                .addModifiers(Modifier.PUBLIC)
                .returns(returned);
    }

    private MethodSpec constructor() {
        CodeBlock.Builder call = CodeBlock.builder().add("super($L", Generation.FORMAT);
        for (String part : target.nameParts(declaration.kind() == Kind.EXTERNAL ? 3 : 2)) {
            call.add(", $L", Text.literal(part));
        }
        if (query != null) {
            call.add(", $L, $L", query.expression(), declaration.byPosition());
        }
        call.add(", $L);\n", ddl.expression());
        return MethodSpec.constructorBuilder()
                .addModifiers(Modifier.PRIVATE)
                .addCode(call.build())
                .build();
    }
}
