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
import dev.cairn.processor.read.annotation.Annotations;
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

/** Reads a component of a record as a column: its name, its type, and the annotations on it. */
final class ColumnReader {
    private static final List<Class<? extends java.lang.annotation.Annotation>> SOURCES =
            List.of(GeneratedAs.class, AutoIncrement.class, Default.class);

    private final NullnessReader nullness;
    private final Findings findings;
    private final StructReader structs;
    private final SqlNameReader names;
    private final FragmentReader fragments;

    ColumnReader(NullnessReader nullness, Findings findings, StructReader structs) {
        this.nullness = nullness;
        this.findings = findings;
        this.structs = structs;
        this.names = new SqlNameReader(findings);
        this.fragments = new FragmentReader(findings);
    }

    /** Reads the column without the effects of its record, which may add a prefix to the name and make the column a key. */
    DeclaredColumn readColumn(ComponentField component, Annotations annotations, RecordColumnsReader.Context context) {
        Place place = annotations.site().place();
        Map<ColumnPart, Place> parts = new EnumMap<>(ColumnPart.class);
        TypedComponent subject = new TypedComponent(
                component.name(), annotations.site(), place, context.inPackage(), sizes(context.kind()));
        ComponentType type = readType(component.field().asType(), annotations, subject, parts);
        Name name = names.readColumnName(component, annotations);
        requireOneSource(annotations);
        ColumnDefinition definition = ColumnDefinition.of(name, type.sql(), place.span())
                .withAggregation(type.state() == null ? readAggregation(annotations, parts) : type.state())
                .withNullable(readNullable(type, component, annotations, parts))
                .withDefaultValue(readDefaultValue(annotations, parts))
                .withAutoIncrement(findPart(annotations, AutoIncrement.class, ColumnPart.AUTO_INCREMENT, parts) != null)
                .withGeneratedValue(readGeneratedValue(annotations, parts))
                .withComment(readComment(annotations));
        return new DeclaredColumn(
                definition,
                component.name(),
                type.java(),
                annotations.previousName(""),
                annotations.allowedWarnings(),
                new DeclaredColumn.ColumnPlaces(place, parts));
    }

    /** Requires at most one of the annotations that determine the value of a column that a row omits. */
    private void requireOneSource(Annotations annotations) {
        WrittenAnnotation first = null;
        for (Class<? extends java.lang.annotation.Annotation> source : SOURCES) {
            WrittenAnnotation other = annotations.findFirst(source);
            if (first != null && other != null) {
                throw contradiction(other.place(), "@" + first.name(), "@" + other.name());
            }
            first = other == null ? first : other;
        }
    }

    private static Sizes sizes(@Nullable Kind kind) {
        if (kind == null) {
            return Sizes.IRRELEVANT;
        }
        return kind == Kind.VIEW || kind == Kind.MATERIALIZED_VIEW ? Sizes.INFERRED : Sizes.DECLARED;
    }

    private ComponentType readType(
            TypeMirror mirror, Annotations annotations, TypedComponent subject, Map<ColumnPart, Place> parts) {
        WrittenAnnotation typeAnnotation = structs.sqlTypes().findTypeAnnotation(annotations);
        if (typeAnnotation != null) {
            parts.put(ColumnPart.TYPE, typeAnnotation.place());
        }
        JavaType java = structs.javaTypes().read(mirror, subject);
        WrittenAnnotation state = findPart(annotations, StateOf.class, ColumnPart.TYPE, parts);
        if (state == null) {
            return new ComponentType(
                    structs.sqlTypes().read(mirror, java, typeAnnotation, subject),
                    SqlTypeReader.java(java, annotations));
        }
        if (java != Simple.STATE) {
            findings.add(FindingCode.TYPE_MISMATCH, state.place(), state.name(), "a State", subject.name());
            throw UnreadableDeclarationException.ofReported();
        }
        Aggregation.State read = fragments.read(state.requireText("value"), SqlFragment::parseState);
        if (read == null) {
            throw UnreadableDeclarationException.ofReported();
        }
        return new ComponentType(null, read, java);
    }

    private static Aggregation.@Nullable Function readAggregation(
            Annotations annotations, Map<ColumnPart, Place> parts) {
        WrittenAnnotation aggregate = findPart(annotations, Aggregate.class, ColumnPart.AGGREGATE, parts);
        return aggregate == null
                ? null
                : aggregate
                        .constant("value")
                        .map(Aggregation.Function::valueOf)
                        .orElseThrow(UnreadableDeclarationException::ofReported);
    }

    /**
     * Returns whether the column is nullable; null if its definition has neither NULL nor NOT NULL. The server refuses an explicit
     * NULL for AUTO_INCREMENT columns, and both for states of aggregate functions.
     */
    private @Nullable Boolean readNullable(
            ComponentType type, ComponentField component, Annotations annotations, Map<ColumnPart, Place> parts) {
        boolean notNull = findPart(annotations, NotNull.class, ColumnPart.NOT_NULL, parts) != null;
        boolean nullable = nullness.isNullable(component, annotations.site());
        if (nullable) {
            parts.put(ColumnPart.NULLABLE, annotations.site().place());
        }
        requireOneNullness(nullable, notNull, annotations);
        if (type.state() != null) {
            return null;
        }
        if (notNull || type.java().isPrimitive() || (nullness.isInNullMarked(component) && !nullable)) {
            return false;
        }
        return annotations.has(AutoIncrement.class) ? null : Boolean.TRUE;
    }

    private void requireOneNullness(boolean nullable, boolean notNull, Annotations annotations) {
        if (nullable && notNull) {
            throw contradiction(annotations.place("NotNull"), "@NotNull", "@Nullable");
        }
        if (annotations.has(StateOf.class) && (nullable || notNull)) {
            throw contradiction(annotations.place("NotNull"), "@StateOf", nullable ? "@Nullable" : "@NotNull");
        }
    }

    private UnreadableDeclarationException contradiction(Place place, String one, String other) {
        findings.add(FindingCode.CONTRADICTION, place, one, other);
        return UnreadableDeclarationException.ofReported();
    }

    private @Nullable ColumnDefault readDefaultValue(Annotations annotations, Map<ColumnPart, Place> parts) {
        WrittenAnnotation annotation = findPart(annotations, Default.class, ColumnPart.DEFAULT, parts);
        if (annotation == null) {
            return null;
        }
        WrittenAnnotation.Text value = annotation.text("value");
        WrittenAnnotation.Text sql = annotation.text("sql");
        if (value != null && sql != null) {
            findings.add(FindingCode.CONTRADICTION, sql.place(), "value", "sql");
            return null;
        }
        if (sql != null) {
            return fragments.read(sql, SqlFragment::parseDefaultValue);
        }
        if (value == null) {
            findings.add(FindingCode.INCOMPLETE, annotation.place(), "@Default", "a value, or sql = \"…\"");
            return null;
        }
        return new ColumnDefault.TextDefault(value.text());
    }

    private @Nullable Expression readGeneratedValue(Annotations annotations, Map<ColumnPart, Place> parts) {
        WrittenAnnotation annotation = findPart(annotations, GeneratedAs.class, ColumnPart.GENERATED, parts);
        return annotation == null
                ? null
                : fragments.read(annotation.requireText("value"), SqlFragment::parseExpression);
    }

    private static @Nullable String readComment(Annotations annotations) {
        WrittenAnnotation column = annotations.findFirst(Column.class);
        return column == null ? null : column.nonEmptyContent("comment");
    }

    private static @Nullable WrittenAnnotation findPart(
            Annotations annotations,
            Class<? extends java.lang.annotation.Annotation> type,
            ColumnPart part,
            Map<ColumnPart, Place> parts) {
        WrittenAnnotation annotation = annotations.findFirst(type);
        if (annotation != null) {
            parts.put(part, annotation.place());
        }
        return annotation;
    }

    /**
     * The type of a component in SQL and in Java.
     *
     * @param sql null for the state of an aggregate function, which is a column's type by itself
     */
    private record ComponentType(@Nullable Type sql, Aggregation.@Nullable State state, JavaType java) {
        ComponentType(Type sql, JavaType java) {
            this(sql, null, java);
        }
    }
}
