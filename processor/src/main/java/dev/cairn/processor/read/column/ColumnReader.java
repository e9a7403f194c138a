package dev.cairn.processor.read.column;

import dev.cairn.annotation.Aggregate;
import dev.cairn.annotation.AutoIncrement;
import dev.cairn.annotation.Column;
import dev.cairn.annotation.Default;
import dev.cairn.annotation.GeneratedAs;
import dev.cairn.annotation.NotNull;
import dev.cairn.annotation.StateOf;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.ComponentField;
import dev.cairn.processor.read.annotation.FragmentReader;
import dev.cairn.processor.read.annotation.NullnessReader;
import dev.cairn.processor.read.annotation.SqlNameReader;
import dev.cairn.processor.read.annotation.TypedComponent;
import dev.cairn.processor.read.annotation.TypedComponent.Sizes;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import dev.cairn.processor.read.annotation.WrittenAnnotation;
import dev.cairn.sql.SqlFragment;
import dev.cairn.sql.ast.Aggregation;
import dev.cairn.sql.ast.ColumnDefault;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Type;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/**
 * Reads a component of a record as a column: its name, its type, and the annotations on it. Effects of the record, such
 * as a prefix of an embedded record, are added by {@code RecordColumnsReader}.
 */
final class ColumnReader {
    private static final List<Class<? extends java.lang.annotation.Annotation>> VALUE_ANNOTATIONS =
            List.of(GeneratedAs.class, AutoIncrement.class, Default.class);

    private final NullnessReader nullnessReader;
    private final Findings findings;
    private final StructReader structReader;
    private final SqlNameReader nameReader;
    private final FragmentReader fragmentReader;

    ColumnReader(NullnessReader nullnessReader, Findings findings, StructReader structReader) {
        this.nullnessReader = nullnessReader;
        this.findings = findings;
        this.structReader = structReader;
        this.nameReader = new SqlNameReader(findings);
        this.fragmentReader = new FragmentReader(findings);
    }

    /**
     * Reads the column without the effects of its record, which may add a prefix to the name and make the column a key.
     */
    DeclaredColumn readColumn(
            ComponentField component, CairnAnnotations annotations, RecordColumnsReader.ColumnsContext context) {
        Place place = annotations.site().place();
        Map<ColumnPart, Place> partPlaces = new EnumMap<>(ColumnPart.class);
        TypedComponent subject = new TypedComponent(
                component.name(), annotations.site(), place, context.packageName(), sizesOf(context.kind()));
        ComponentType type = readType(component.field().asType(), annotations, subject, partPlaces);
        Name name = nameReader.readColumnName(component, annotations);
        requireOneValueAnnotation(annotations);
        ColumnDefinition definition = ColumnDefinition.of(name, type.sqlType(), place.span())
                .withAggregation(type.state() == null ? readAggregation(annotations, partPlaces) : type.state())
                .withNullable(readNullable(type, component, annotations, partPlaces))
                .withDefaultValue(readDefaultValue(annotations, partPlaces))
                .withAutoIncrement(
                        findPartAndNotePlace(annotations, AutoIncrement.class, ColumnPart.AUTO_INCREMENT, partPlaces)
                                != null)
                .withGeneratedValue(readGeneratedValue(annotations, partPlaces))
                .withComment(readComment(annotations));
        return new DeclaredColumn(
                definition,
                component.name(),
                type.javaType(),
                annotations.previousName(""),
                annotations.allowedWarnings(),
                new DeclaredColumn.ColumnPlaces(place, partPlaces));
    }

    /** Throws an exception if a column has several of the annotations for values that a row does not contain. */
    private void requireOneValueAnnotation(CairnAnnotations annotations) {
        WrittenAnnotation firstAnnotation = null;
        for (Class<? extends java.lang.annotation.Annotation> annotationType : VALUE_ANNOTATIONS) {
            WrittenAnnotation annotation = annotations.findFirst(annotationType);
            if (firstAnnotation != null && annotation != null) {
                throw reportContradiction(annotation.place(), "@" + firstAnnotation.name(), "@" + annotation.name());
            }
            firstAnnotation = annotation == null ? firstAnnotation : annotation;
        }
    }

    private static Sizes sizesOf(@Nullable Kind kind) {
        if (kind == null) {
            return Sizes.IRRELEVANT;
        }
        return kind == Kind.VIEW || kind == Kind.MATERIALIZED_VIEW ? Sizes.INFERRED : Sizes.DECLARED;
    }

    private ComponentType readType(
            TypeMirror mirror,
            CairnAnnotations annotations,
            TypedComponent subject,
            Map<ColumnPart, Place> partPlaces) {
        WrittenAnnotation typeAnnotation = structReader.sqlTypeReader().readTypeAnnotation(annotations);
        if (typeAnnotation != null) {
            partPlaces.put(ColumnPart.TYPE, typeAnnotation.place());
        }
        JavaType javaType = structReader.javaTypeReader().read(mirror, subject);
        WrittenAnnotation state = findPartAndNotePlace(annotations, StateOf.class, ColumnPart.TYPE, partPlaces);
        if (state == null) {
            return new ComponentType(
                    structReader.sqlTypeReader().read(mirror, javaType, typeAnnotation, subject),
                    SqlTypeReader.withJson(javaType, annotations));
        }
        if (javaType != Simple.STATE) {
            findings.add(FindingCode.TYPE_MISMATCH, state.place(), state.name(), "a State", subject.name());
            throw UnreadableDeclarationException.ofReported();
        }
        Aggregation.State aggregationState = fragmentReader.read(state.requireText("value"), SqlFragment::parseState);
        if (aggregationState == null) {
            throw UnreadableDeclarationException.ofReported();
        }
        return new ComponentType(null, aggregationState, javaType);
    }

    private static Aggregation.@Nullable Function readAggregation(
            CairnAnnotations annotations, Map<ColumnPart, Place> partPlaces) {
        WrittenAnnotation aggregate =
                findPartAndNotePlace(annotations, Aggregate.class, ColumnPart.AGGREGATE, partPlaces);
        return aggregate == null
                ? null
                : aggregate
                        .findConstant("value")
                        .map(Aggregation.Function::valueOf)
                        .orElseThrow(UnreadableDeclarationException::ofReported);
    }

    /**
     * Returns whether the column is nullable; null if its definition has neither NULL nor NOT NULL. The server refuses
     * an explicit NULL for AUTO_INCREMENT columns, and NULL as well as NOT NULL for states of aggregate functions.
     */
    private @Nullable Boolean readNullable(
            ComponentType type,
            ComponentField component,
            CairnAnnotations annotations,
            Map<ColumnPart, Place> partPlaces) {
        boolean hasNotNull = findPartAndNotePlace(annotations, NotNull.class, ColumnPart.NOT_NULL, partPlaces) != null;
        boolean hasNullable = nullnessReader.isNullable(component, annotations.site());
        if (hasNullable) {
            partPlaces.put(ColumnPart.NULLABLE, annotations.site().place());
        }
        requireOneNullness(hasNullable, hasNotNull, annotations);
        if (type.state() != null) {
            return null;
        }
        if (hasNotNull || type.javaType().isPrimitive() || (nullnessReader.isInNullMarked(component) && !hasNullable)) {
            return false;
        }
        return annotations.hasAnnotation(AutoIncrement.class) ? null : Boolean.TRUE;
    }

    private void requireOneNullness(boolean hasNullable, boolean hasNotNull, CairnAnnotations annotations) {
        if (hasNullable && hasNotNull) {
            throw reportContradiction(annotations.place("NotNull"), "@NotNull", "@Nullable");
        }
        if (annotations.hasAnnotation(StateOf.class) && (hasNullable || hasNotNull)) {
            throw reportContradiction(annotations.place("NotNull"), "@StateOf", hasNullable ? "@Nullable" : "@NotNull");
        }
    }

    private UnreadableDeclarationException reportContradiction(Place place, String firstName, String secondName) {
        findings.add(FindingCode.CONTRADICTION, place, firstName, secondName);
        return UnreadableDeclarationException.ofReported();
    }

    private @Nullable ColumnDefault readDefaultValue(CairnAnnotations annotations, Map<ColumnPart, Place> partPlaces) {
        WrittenAnnotation annotation = findPartAndNotePlace(annotations, Default.class, ColumnPart.DEFAULT, partPlaces);
        if (annotation == null) {
            return null;
        }
        WrittenAnnotation.Text value = annotation.findText("value");
        WrittenAnnotation.Text sql = annotation.findText("sql");
        if (value != null && sql != null) {
            findings.add(FindingCode.CONTRADICTION, sql.place(), "value", "sql");
            return null;
        }
        if (sql != null) {
            return fragmentReader.read(sql, SqlFragment::parseDefaultValue);
        }
        if (value == null) {
            findings.add(FindingCode.INCOMPLETE, annotation.place(), "@Default", "a value, or sql = \"…\"");
            return null;
        }
        return new ColumnDefault.TextDefault(value.text());
    }

    private @Nullable Expression readGeneratedValue(CairnAnnotations annotations, Map<ColumnPart, Place> partPlaces) {
        WrittenAnnotation annotation =
                findPartAndNotePlace(annotations, GeneratedAs.class, ColumnPart.GENERATED, partPlaces);
        return annotation == null
                ? null
                : fragmentReader.read(annotation.requireText("value"), SqlFragment::parseExpression);
    }

    private static @Nullable String readComment(CairnAnnotations annotations) {
        WrittenAnnotation column = annotations.findFirst(Column.class);
        return column == null ? null : column.findNonEmptyContent("comment");
    }

    /**
     * Returns the annotation that declares a part of the column, and adds its place to {@code placesByPart}; returns
     * null and adds nothing if no annotation declares the part.
     */
    private static @Nullable WrittenAnnotation findPartAndNotePlace(
            CairnAnnotations annotations,
            Class<? extends java.lang.annotation.Annotation> type,
            ColumnPart part,
            Map<ColumnPart, Place> partPlaces) {
        WrittenAnnotation annotation = annotations.findFirst(type);
        if (annotation != null) {
            partPlaces.put(part, annotation.place());
        }
        return annotation;
    }

    /**
     * The type of a component in SQL and in Java.
     *
     * @param sqlType null if the column has a state in place of a type
     * @param state the state of an aggregate function; null if the column has a type
     */
    private record ComponentType(@Nullable Type sqlType, Aggregation.@Nullable State state, JavaType javaType) {
        ComponentType(Type sqlType, JavaType javaType) {
            this(sqlType, null, javaType);
        }
    }
}
