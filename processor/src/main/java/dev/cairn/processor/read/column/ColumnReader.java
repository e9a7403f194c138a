package dev.cairn.processor.read.column;

import dev.cairn.annotation.Aggregate;
import dev.cairn.annotation.AutoIncrement;
import dev.cairn.annotation.Column;
import dev.cairn.annotation.Default;
import dev.cairn.annotation.GeneratedAs;
import dev.cairn.annotation.NotNull;
import dev.cairn.annotation.StateOf;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.DeclaredColumn.ColumnPart;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
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
     * An invalid default or generated value is reported and omitted.
     *
     * @throws UnreadableDeclarationException if another part of the column can't be read
     */
    DeclaredColumn readColumn(
            ComponentField component, CairnAnnotations annotations, RecordColumnsReader.ColumnsContext context) {
        Place place = annotations.site().place();
        Map<ColumnPart, Place> placeByPart = new EnumMap<>(ColumnPart.class);
        TypedComponent typedComponent = new TypedComponent(
                component.name(), annotations.site(), place, context.packageName(), toSizes(context.kind()));
        ComponentType componentType = readType(component.field().asType(), annotations, typedComponent, placeByPart);
        Name columnName = nameReader.readColumnName(component, annotations);
        requireAtMostOneValueAnnotation(annotations);
        ColumnDefinition definition = ColumnDefinition.of(columnName, componentType.sqlType(), place.span())
                .withAggregation(
                        componentType.state() == null
                                ? readAggregation(annotations, placeByPart)
                                : componentType.state())
                .withNullable(readNullable(componentType, component, annotations, placeByPart))
                .withDefaultValue(readDefaultValue(annotations, placeByPart))
                .withAutoIncrement(
                        registerPart(annotations, AutoIncrement.class, ColumnPart.AUTO_INCREMENT, placeByPart) != null)
                .withGeneratedValue(readGeneratedValue(annotations, placeByPart))
                .withComment(readComment(annotations));
        return new DeclaredColumn(
                definition,
                component.name(),
                componentType.javaType(),
                annotations.findPreviousName(""),
                annotations.allowedWarnings(),
                new DeclaredColumn.ColumnPlaces(place, placeByPart));
    }

    /** Requires that at most one annotation declares the value that a row gets if an INSERT does not set the column. */
    private void requireAtMostOneValueAnnotation(CairnAnnotations annotations) {
        WrittenAnnotation firstAnnotation = null;
        for (Class<? extends java.lang.annotation.Annotation> annotationClass : VALUE_ANNOTATIONS) {
            WrittenAnnotation annotation = annotations.findFirst(annotationClass);
            if (firstAnnotation != null && annotation != null) {
                throw reportContradiction(annotation.place(), "@" + firstAnnotation.name(), "@" + annotation.name());
            }
            firstAnnotation = annotation == null ? firstAnnotation : annotation;
        }
    }

    /**
     * Returns what determines the sizes of a column of such an object; of the result of a query if the kind is null.
     */
    private static Sizes toSizes(@Nullable Kind kind) {
        if (kind == null) {
            return Sizes.IRRELEVANT;
        }
        return kind == Kind.VIEW || kind == Kind.MATERIALIZED_VIEW ? Sizes.INFERRED : Sizes.DECLARED;
    }

    private ComponentType readType(
            TypeMirror typeMirror,
            CairnAnnotations annotations,
            TypedComponent typedComponent,
            Map<ColumnPart, Place> placeByPart) {
        WrittenAnnotation typeAnnotation = structReader.sqlTypeReader().readTypeAnnotation(annotations);
        if (typeAnnotation != null) {
            placeByPart.put(ColumnPart.TYPE, typeAnnotation.place());
        }
        JavaType javaType = structReader.javaTypeReader().read(typeMirror, typedComponent);
        WrittenAnnotation stateAnnotation = registerPart(annotations, StateOf.class, ColumnPart.TYPE, placeByPart);
        if (stateAnnotation == null) {
            return new ComponentType(
                    structReader.sqlTypeReader().read(typeMirror, javaType, typeAnnotation, typedComponent),
                    SqlTypeReader.applyJson(javaType, annotations));
        }
        if (javaType != Simple.STATE) {
            throw UnreadableDeclarationException.report(
                    findings,
                    CompileRule.TYPE_MISMATCH,
                    stateAnnotation.place(),
                    stateAnnotation.name(),
                    "a State",
                    typedComponent.name());
        }
        Aggregation.State aggregationState =
                fragmentReader.read(stateAnnotation.requireText("value"), SqlFragment::parseAggregateState);
        if (aggregationState == null) {
            throw UnreadableDeclarationException.ofReported();
        }
        return new ComponentType(null, aggregationState, javaType);
    }

    private static Aggregation.@Nullable Function readAggregation(
            CairnAnnotations annotations, Map<ColumnPart, Place> placeByPart) {
        WrittenAnnotation aggregateAnnotation =
                registerPart(annotations, Aggregate.class, ColumnPart.AGGREGATE, placeByPart);
        return aggregateAnnotation == null
                ? null
                : aggregateAnnotation
                        .findConstantName("value")
                        .map(Aggregation.Function::valueOf)
                        .orElseThrow(UnreadableDeclarationException::ofReported);
    }

    /**
     * Returns whether the column is nullable; null if its definition has neither NULL nor NOT NULL. The server refuses
     * an explicit NULL for AUTO_INCREMENT columns, and NULL as well as NOT NULL for states of aggregate functions.
     */
    private @Nullable Boolean readNullable(
            ComponentType componentType,
            ComponentField component,
            CairnAnnotations annotations,
            Map<ColumnPart, Place> placeByPart) {
        boolean hasNotNull = registerPart(annotations, NotNull.class, ColumnPart.NOT_NULL, placeByPart) != null;
        boolean hasNullable = nullnessReader.isNullable(component, annotations.site());
        if (hasNullable) {
            placeByPart.put(ColumnPart.NULLABLE, annotations.site().place());
        }
        requireConsistentNullness(hasNullable, hasNotNull, annotations);
        if (componentType.state() != null) {
            return null;
        }
        if (hasNotNull
                || componentType.javaType().isPrimitive()
                || (nullnessReader.isComponentNullMarked(component) && !hasNullable)) {
            return false;
        }
        return annotations.hasAnnotation(AutoIncrement.class) ? null : Boolean.TRUE;
    }

    private void requireConsistentNullness(boolean hasNullable, boolean hasNotNull, CairnAnnotations annotations) {
        if (hasNullable && hasNotNull) {
            throw reportContradiction(annotations.place("NotNull"), "@NotNull", "@Nullable");
        }
        if (annotations.hasAnnotation(StateOf.class) && (hasNullable || hasNotNull)) {
            throw reportContradiction(annotations.place("NotNull"), "@StateOf", hasNullable ? "@Nullable" : "@NotNull");
        }
    }

    private UnreadableDeclarationException reportContradiction(Place place, String firstName, String secondName) {
        return UnreadableDeclarationException.report(findings, CompileRule.CONTRADICTION, place, firstName, secondName);
    }

    private @Nullable ColumnDefault readDefaultValue(CairnAnnotations annotations, Map<ColumnPart, Place> placeByPart) {
        WrittenAnnotation annotation = registerPart(annotations, Default.class, ColumnPart.DEFAULT, placeByPart);
        if (annotation == null) {
            return null;
        }
        WrittenAnnotation.Text valueText = annotation.findText("value");
        WrittenAnnotation.Text sqlText = annotation.findText("sql");
        if (valueText != null && sqlText != null) {
            findings.add(CompileRule.CONTRADICTION, sqlText.place(), "value", "sql");
            return null;
        }
        if (sqlText != null) {
            return fragmentReader.read(sqlText, SqlFragment::parseDefaultValue);
        }
        if (valueText == null) {
            findings.add(CompileRule.INCOMPLETE, annotation.place(), "@Default", "a value, or sql = \"…\"");
            return null;
        }
        return new ColumnDefault.TextDefault(valueText.text());
    }

    private @Nullable Expression readGeneratedValue(CairnAnnotations annotations, Map<ColumnPart, Place> placeByPart) {
        WrittenAnnotation annotation = registerPart(annotations, GeneratedAs.class, ColumnPart.GENERATED, placeByPart);
        return annotation == null
                ? null
                : fragmentReader.read(annotation.requireText("value"), SqlFragment::parseExpression);
    }

    private static @Nullable String readComment(CairnAnnotations annotations) {
        WrittenAnnotation columnAnnotation = annotations.findFirst(Column.class);
        return columnAnnotation == null ? null : columnAnnotation.findNonEmptyContent("comment");
    }

    /**
     * Returns the annotation that declares a part of the column, and adds its place to {@code placeByPart}; returns
     * null and adds nothing if no annotation declares the part.
     */
    private static @Nullable WrittenAnnotation registerPart(
            CairnAnnotations annotations,
            Class<? extends java.lang.annotation.Annotation> annotationClass,
            ColumnPart part,
            Map<ColumnPart, Place> placeByPart) {
        WrittenAnnotation annotation = annotations.findFirst(annotationClass);
        if (annotation != null) {
            placeByPart.put(part, annotation.place());
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
