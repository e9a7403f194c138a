package dev.cairn.processor.read.column;

import dev.cairn.annotation.StateOf;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.read.annotation.AnnotationPlacementCheck;
import dev.cairn.processor.read.annotation.CairnAnnotations;
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

/** Reads a record that is the type of a column as a STRUCT. Each record is read once. */
public final class StructReader {
    /**
     * The maximum number of columns of a table, and of fields of a type. A record that is the type of several fields
     * counts once for each field.
     */
    static final int MAX_FIELD_COUNT = 10_000;

    /** The type that stands for the state of an aggregate function in a row: such values can't be parameters. */
    private static final Type STATE_TYPE = new Type.Text(Type.Text.Kind.VARBINARY, Type.Text.UNSPECIFIED_LENGTH);

    private final CompileContext compileContext;
    private final Findings findings;
    private final JavaTypeReader javaTypeReader;
    private final SqlTypeReader sqlTypeReader;
    private final AnnotationPlacementCheck placementCheck;
    private final NullnessReader nullnessReader;
    private final SqlNameReader nameReader;
    private final Map<StructKey, Struct> structByKey = new HashMap<>();
    private final Set<StructKey> unreadableKeys = new HashSet<>();
    private final Set<TypeElement> typesInProgress = new HashSet<>();

    public StructReader(CompileContext compileContext, Findings findings) {
        this.compileContext = compileContext;
        this.findings = findings;
        this.javaTypeReader = new JavaTypeReader(compileContext, findings, this);
        this.sqlTypeReader = new SqlTypeReader(findings, this);
        this.placementCheck = new AnnotationPlacementCheck(findings);
        this.nullnessReader = new NullnessReader(compileContext, findings);
        this.nameReader = new SqlNameReader(findings);
    }

    /** A record, and the package of the generated code that uses it. */
    private record StructKey(TypeElement type, String packageName) {}

    /** The SQL and the Java type of a record. */
    record Struct(Type.Struct sqlType, JavaType.Struct javaType) {}

    public JavaTypeReader javaTypeReader() {
        return javaTypeReader;
    }

    SqlTypeReader sqlTypeReader() {
        return sqlTypeReader;
    }

    /**
     * Returns the types of a record.
     *
     * @param usingComponent the component whose type is the record or contains it
     * @throws UnreadableDeclarationException if a component can't be read, or if the record contains itself
     */
    Struct read(TypeElement type, TypedComponent usingComponent) {
        StructKey structKey = new StructKey(type, usingComponent.packageName());
        Struct cachedStruct = structByKey.get(structKey);
        if (cachedStruct != null) {
            return cachedStruct;
        }
        if (unreadableKeys.contains(structKey)) {
            throw UnreadableDeclarationException.ofReported();
        }
        if (!typesInProgress.add(type)) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.RECURSIVE_RECORD,
                    usingComponent.place(),
                    usingComponent.name(),
                    compileContext.toJavaName(type));
        }
        try {
            Struct struct = readStruct(type, usingComponent);
            structByKey.put(structKey, struct);
            return struct;
        } catch (UnreadableDeclarationException failure) {
            if (!failure.isDeferrable()) {
                unreadableKeys.add(structKey);
            }
            throw failure;
        } finally {
            typesInProgress.remove(type);
        }
    }

    private Struct readStruct(TypeElement type, TypedComponent usingComponent) {
        boolean isColumnTypeOnly = isColumnTypeOnly(type, usingComponent);
        ReadAttempts readAttempts = new ReadAttempts();
        List<Type.Field> sqlFields = new ArrayList<>();
        List<JavaType.Field> javaFields = new ArrayList<>();
        for (ComponentField component : ComponentField.findAll(type)) {
            readAttempts.run(() -> addField(component, usingComponent, isColumnTypeOnly, sqlFields, javaFields));
            requireNotTooLarge(type, usingComponent, sqlFields);
        }
        readAttempts.throwIfFailed();
        if (sqlFields.isEmpty()) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.NO_COLUMNS, usingComponent.place(), compileContext.toJavaName(type));
        }
        Type.Struct structType = new Type.Struct(sqlFields);
        sqlTypeReader.requireValid(
                structType, compileContext.site(type, usingComponent.place()).place());
        return new Struct(structType, new JavaType.Struct(compileContext.toJavaName(type), javaFields));
    }

    /**
     * Requires that the fields are not too many. They are counted after each field, because nesting may multiply them.
     */
    private void requireNotTooLarge(TypeElement type, TypedComponent usingComponent, List<Type.Field> fields) {
        if (countFields(new Type.Struct(fields)) > MAX_FIELD_COUNT) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.TYPE_TOO_LARGE,
                    usingComponent.place(),
                    usingComponent.name(),
                    compileContext.toJavaName(type),
                    MAX_FIELD_COUNT);
        }
    }

    /** Counts the fields of a type, including the fields of nested records, whose sizes have been checked already. */
    private static int countFields(Type type) {
        if (type instanceof Type.Array arrayType) {
            return countFields(arrayType.element());
        }
        if (type instanceof Type.Map mapType) {
            return countFields(mapType.key()) + countFields(mapType.value());
        }
        int fieldCount = 0;
        if (type instanceof Type.Struct structType) {
            for (Type.Field field : structType.fields()) {
                fieldCount += 1 + countFields(field.type());
            }
        }
        return fieldCount;
    }

    /**
     * Returns whether a record is nothing but the type of columns. A record that is the row of a table, or a value of a
     * query, may have annotations that are meaningless in a STRUCT.
     */
    private boolean isColumnTypeOnly(TypeElement recordElement, TypedComponent usingComponent) {
        Set<String> annotationNames = CairnAnnotations.of(compileContext.site(recordElement, usingComponent.place()))
                .names();
        return usingComponent.sizes() != Sizes.IRRELEVANT
                && annotationNames.stream().allMatch(name -> Kind.findByAnnotationName(name) == null);
    }

    private void addField(
            ComponentField component,
            TypedComponent usingComponent,
            boolean isColumnTypeOnly,
            List<Type.Field> sqlFields,
            List<JavaType.Field> javaFields) {
        CairnAnnotations annotations =
                CairnAnnotations.ofComponent(compileContext.site(component.field(), usingComponent.place()));
        if (isColumnTypeOnly) {
            placementCheck.checkStructField(annotations);
        }
        if (compileContext.hasSource(component.field())) {
            // A field has no NOT NULL, but @Nullable on a primitive type is an error here, too.
            nullnessReader.isNullable(component, annotations.site());
        }
        Place place = annotations.site().place();
        Sizes sizes = usingComponent.sizes() == Sizes.IRRELEVANT ? Sizes.IRRELEVANT : Sizes.DECLARED;
        TypedComponent typedField =
                new TypedComponent(component.name(), annotations.site(), place, usingComponent.packageName(), sizes);
        String fieldName = nameReader.readColumnName(component, annotations).text();
        JavaType javaType = javaTypeReader.read(component.field().asType(), typedField);
        Type sqlType = annotations.hasAnnotation(StateOf.class) && sizes == Sizes.IRRELEVANT
                ? STATE_TYPE
                : sqlTypeReader.read(
                        component.field().asType(),
                        javaType,
                        sqlTypeReader.readTypeAnnotation(annotations),
                        typedField);
        sqlFields.add(new Type.Field(fieldName, sqlType));
        javaFields.add(new JavaType.Field(component.name(), fieldName, SqlTypeReader.applyJson(javaType, annotations)));
    }
}
