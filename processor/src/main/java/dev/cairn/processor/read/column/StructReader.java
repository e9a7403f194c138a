package dev.cairn.processor.read.column;

import dev.cairn.annotation.StateOf;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.read.annotation.AnnotationPlacement;
import dev.cairn.processor.read.annotation.Annotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.ComponentField;
import dev.cairn.processor.read.annotation.NullnessReader;
import dev.cairn.processor.read.annotation.ReadAttempts;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.TypedComponent;
import dev.cairn.processor.read.annotation.TypedComponent.Sizes;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.sql.ast.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.TypeElement;

/** Reads records that are types of columns as STRUCTs. Each record is read once. */
public final class StructReader {
    /** The limit of columns of a table. A record that is the type of several fields counts each time. */
    static final int MAX_FIELDS = 10_000;

    /** The type that stands for the state of an aggregate function in a row: such values can't be parameters. */
    private static final Type STATE = new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSPECIFIED);

    private final CompileContext compile;
    private final Findings findings;
    private final JavaTypeReader javaTypes;
    private final SqlTypeReader sqlTypes;
    private final AnnotationPlacement placement;
    private final NullnessReader nullness;
    private final SqlNameReader names;
    private final Map<Key, Struct> read = new HashMap<>();
    private final Set<Key> unread = new HashSet<>();
    private final Set<TypeElement> enclosing = new HashSet<>();

    public StructReader(CompileContext compile, Findings findings) {
        this.compile = compile;
        this.findings = findings;
        this.javaTypes = new JavaTypeReader(compile, findings, this);
        this.sqlTypes = new SqlTypeReader(findings, this);
        this.placement = new AnnotationPlacement(findings);
        this.nullness = new NullnessReader(compile, findings);
        this.names = new SqlNameReader(findings);
    }

    /** A record, and the package of the generated code that uses it. */
    private record Key(TypeElement type, String inPackage) {}

    record Struct(Type.Struct sql, JavaType.Struct java) {}

    public JavaTypeReader javaTypes() {
        return javaTypes;
    }

    SqlTypeReader sqlTypes() {
        return sqlTypes;
    }

    Struct read(TypeElement type, TypedComponent user) {
        Key key = new Key(type, user.inPackage());
        Struct cached = read.get(key);
        if (cached != null) {
            return cached;
        }
        if (unread.contains(key)) {
            throw UnreadableDeclarationException.ofReported();
        }
        if (!enclosing.add(type)) {
            findings.add(FindingCode.RECURSIVE, user.place(), user.name(), compile.toJavaName(type));
            throw UnreadableDeclarationException.ofReported();
        }
        try {
            Struct struct = readStruct(type, user);
            read.put(key, struct);
            return struct;
        } catch (UnreadableDeclarationException failure) {
            if (!failure.isDeferrable()) {
                unread.add(key);
            }
            throw failure;
        } finally {
            enclosing.remove(type);
        }
    }

    private Struct readStruct(TypeElement type, TypedComponent user) {
        boolean onlyStruct = isOnlyStruct(type, user);
        ReadAttempts attempts = new ReadAttempts();
        List<Type.Field> sql = new ArrayList<>();
        List<JavaType.Field> java = new ArrayList<>();
        for (ComponentField component : ComponentField.of(type)) {
            attempts.run(() -> readField(component, user, onlyStruct, sql, java));
            requireNotTooLarge(type, user, sql);
        }
        attempts.throwIfFailed();
        if (sql.isEmpty()) {
            findings.add(FindingCode.NO_COLUMNS, user.place(), compile.toJavaName(type));
            throw UnreadableDeclarationException.ofReported();
        }
        Type.Struct struct = new Type.Struct(sql);
        sqlTypes.requireValid(struct, compile.site(type, user.place()).place());
        return new Struct(struct, new JavaType.Struct(compile.toJavaName(type), java));
    }

    /** Checks the size before the type is used: it may double at each level of nesting. */
    private void requireNotTooLarge(TypeElement type, TypedComponent user, List<Type.Field> fields) {
        int count = 0;
        for (Type.Field field : fields) {
            count += 1 + countFields(field.type());
        }
        if (count > MAX_FIELDS) {
            findings.add(FindingCode.TYPE_TOO_LARGE, user.place(), user.name(), compile.toJavaName(type), MAX_FIELDS);
            throw UnreadableDeclarationException.ofReported();
        }
    }

    /** Counts the fields of a type, with those of nested records, whose sizes have been checked already. */
    private static int countFields(Type type) {
        if (type instanceof Type.Array array) {
            return countFields(array.element());
        }
        if (type instanceof Type.Map map) {
            return countFields(map.key()) + countFields(map.value());
        }
        int count = 0;
        if (type instanceof Type.Struct struct) {
            for (Type.Field field : struct.fields()) {
                count += 1 + countFields(field.type());
            }
        }
        return count;
    }

    /**
     * Whether a record is only the type of columns. A record of a table may also be the type of a column, or of a value of a query:
     * then the annotations on its components have an effect on the table.
     */
    private boolean isOnlyStruct(TypeElement record, TypedComponent user) {
        Set<String> annotations =
                Annotations.of(compile.site(record, user.place())).names();
        return user.sizes() != Sizes.IRRELEVANT
                && annotations.stream().allMatch(name -> Kind.ofAnnotation(name) == null);
    }

    private void readField(
            ComponentField component,
            TypedComponent user,
            boolean onlyStruct,
            List<Type.Field> sql,
            List<JavaType.Field> java) {
        Annotations annotations = Annotations.ofComponent(compile.site(component.field(), user.place()));
        if (onlyStruct) {
            placement.checkField(annotations);
        }
        if (compile.isSource(component.field())) {
            // A field has no NOT NULL, but @Nullable on a primitive type is an error here, too.
            nullness.isNullable(component, annotations.site());
        }
        Place place = annotations.site().place();
        Sizes sizes = user.sizes() == Sizes.IRRELEVANT ? Sizes.IRRELEVANT : Sizes.DECLARED;
        TypedComponent subject =
                new TypedComponent(component.name(), annotations.site(), place, user.inPackage(), sizes);
        String name = names.readColumnName(component, annotations).text();
        JavaType javaType = javaTypes.read(component.field().asType(), subject);
        Type sqlType = annotations.has(StateOf.class) && sizes == Sizes.IRRELEVANT
                ? STATE
                : sqlTypes.read(
                        component.field().asType(), javaType, sqlTypes.findTypeAnnotation(annotations), subject);
        sql.add(new Type.Field(name, sqlType));
        java.add(new JavaType.Field(component.name(), name, SqlTypeReader.java(javaType, annotations)));
    }
}
